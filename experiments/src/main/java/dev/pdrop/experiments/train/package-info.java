// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
/**
 * Training of models: {@link dev.pdrop.experiments.train.Training} takes a plan from an empty folder to a model folder
 * with its card, stage by stage, and goes on where it was stopped.
 *
 * <p>What decides the weights is in the last checkpoint: weights, optimiser, place in the data, and what the stage
 * remembers. There is no other state: random numbers derive from the seed and the step.
 */
@NullMarked
package dev.pdrop.experiments.train;

import org.jspecify.annotations.NullMarked;
