// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * What any honest experiment compares with: {@link dev.pdrop.methods.controls.RandomRanker} keeps tokens at random,
 * {@link dev.pdrop.methods.controls.UniformRanker} evenly over the grid,
 * {@link dev.pdrop.methods.controls.AveragePoolRanker} averages the grid to a smaller one,
 * {@link dev.pdrop.methods.controls.NoReductionScheduler} keeps them all.
 */
@NullMarked
package dev.pdrop.methods.controls;

import org.jspecify.annotations.NullMarked;
