// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

/**
 * A learning rate that rises in a line and falls along half a cosine, by steps and never by the clock.
 *
 * @param highest reached at the end of the rise
 * @param rising steps of the rise
 * @param last the learning rate of the last step
 * @param steps in all, at least 1
 */
public record LearningRate(double highest, int rising, double last, int steps) {

    /** The learning rate of a stage of so many steps. */
    public static LearningRate of(OptimiserSettings settings, int steps) {
        return new LearningRate(
                settings.learningRate(),
                (int) Math.round(settings.warmUp() * steps),
                settings.learningRate() * settings.finalShare(),
                steps);
    }

    /**
     * The learning rate of a step.
     *
     * @param step from 0
     */
    public double at(int step) {
        if (step < rising) {
            return highest * (step + 1) / rising;
        }
        double share = (step - rising) / (double) Math.max(1, steps - 1 - rising);
        // The same on every machine, as Math.cos need not be.
        return last + (highest - last) * (1 + StrictMath.cos(Math.PI * Math.min(1, share))) / 2;
    }
}
