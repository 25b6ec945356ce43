// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * FastV: one drop early in the decoder, ranked by the attention of the layer before it.
 *
 * <p>{@link dev.pdrop.methods.fastv.FastVRanker} says which tokens stay,
 * {@link dev.pdrop.methods.fastv.SingleStageScheduler} where and how many. The official method keeps original
 * positions.
 */
@NullMarked
package dev.pdrop.methods.fastv;

import org.jspecify.annotations.NullMarked;
