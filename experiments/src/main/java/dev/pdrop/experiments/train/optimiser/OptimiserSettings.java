// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

/**
 * How weights change in a stage; keys and meanings in {@code conf/train/base.conf}.
 *
 * @param learningRate the highest, above 0
 * @param towerFactor of the learning rate for the vision tower, at least 0
 * @param beta1 how much of the mean gradient stays each step, from 0 to below 1
 * @param beta2 how much of the mean squared gradient stays each step, from 0 to below 1
 * @param epsilon added to the root of the mean squared gradient, above 0
 * @param weightDecay by which share of the learning rate matrices of projections shrink each step, at least 0
 * @param warmUp share of the steps in which the learning rate rises, from 0 to below 1
 * @param finalShare of the highest learning rate, at the last step, from 0 to 1
 * @param clip longest gradient of all parameters together, above 0
 */
public record OptimiserSettings(
        double learningRate,
        double towerFactor,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double warmUp,
        double finalShare,
        double clip) {

    /** Checks ranges. */
    public OptimiserSettings {
        require(learningRate > 0, "learning-rate must be above 0, was " + learningRate);
        require(towerFactor >= 0, "tower-factor must be at least 0, was " + towerFactor);
        require(beta1 >= 0 && beta1 < 1, "beta1 must be from 0 to below 1, was " + beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2 must be from 0 to below 1, was " + beta2);
        require(epsilon > 0, "epsilon must be above 0, was " + epsilon);
        require(weightDecay >= 0, "weight-decay must be at least 0, was " + weightDecay);
        require(warmUp >= 0 && warmUp < 1, "warm-up must be from 0 to below 1, was " + warmUp);
        require(finalShare >= 0 && finalShare <= 1, "final-share must be from 0 to 1, was " + finalShare);
        require(clip > 0, "clip must be above 0, was " + clip);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
