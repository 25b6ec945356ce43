// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * How weights change: {@link dev.pdrop.experiments.train.optimiser.AdamW} takes a step for every parameter that has a
 * gradient, {@link dev.pdrop.experiments.train.optimiser.LearningRate} says how far, and
 * {@link dev.pdrop.experiments.train.optimiser.GradientNorm} by how much all gradients are shortened.
 */
@NullMarked
package dev.pdrop.experiments.train.optimiser;

import org.jspecify.annotations.NullMarked;
