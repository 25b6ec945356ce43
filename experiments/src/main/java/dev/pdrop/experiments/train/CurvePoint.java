// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

/**
 * A line of the curve: the mean over the steps since the line before.
 *
 * @param stage label of the stage
 * @param step steps of the stage that are over
 * @param steps of the stage
 * @param loss mean
 * @param learningRate of the last step
 * @param gradientNorm mean, before it was clipped
 * @param imagesPerSecond of all time since the line before
 * @param seconds where the time of a step went
 * @param peakMebibytes most memory that the process held resident since the line before, in MiB; 0 if not known
 */
public record CurvePoint(
        String stage,
        int step,
        int steps,
        double loss,
        double learningRate,
        double gradientNorm,
        double imagesPerSecond,
        Seconds seconds,
        double peakMebibytes) {

    /**
     * Seconds of a step, on average.
     *
     * @param data waiting for a batch
     * @param forward until the loss is known
     * @param backward until the gradients are known
     * @param optimiser until the weights have changed
     */
    public record Seconds(double data, double forward, double backward, double optimiser) {

        /** All of it. */
        public double all() {
            return data + forward + backward + optimiser;
        }
    }
}
