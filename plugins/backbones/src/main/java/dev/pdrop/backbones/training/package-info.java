// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Weights that are learnt.
 *
 * <p>{@link dev.pdrop.backbones.training.Weight} is one tensor with its gradient,
 * {@link dev.pdrop.backbones.training.GradientRecording} the time in which gradients are recorded.
 */
@NullMarked
package dev.pdrop.backbones.training;

import org.jspecify.annotations.NullMarked;
