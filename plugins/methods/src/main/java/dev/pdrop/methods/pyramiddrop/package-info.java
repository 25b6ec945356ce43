// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * PyramidDrop: visual tokens are dropped in several stages, ranked by the last prompt token's attention.
 *
 * <p>{@link dev.pdrop.methods.pyramiddrop.PyramidDropRanker} says which tokens stay,
 * {@link dev.pdrop.methods.pyramiddrop.PyramidScheduler} where and how many, with one of two
 * {@link dev.pdrop.methods.pyramiddrop.Rounding} rules. The official method renumbers positions after each drop.
 */
@NullMarked
package dev.pdrop.methods.pyramiddrop;

import org.jspecify.annotations.NullMarked;
