// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a model is as often right as it is sure: the probability that it gave its answer against whether that was
 * right.
 *
 * @param predictions number of answers
 * @param expectedError expected calibration error: the mean distance of accuracy and mean probability within a bin,
 *     bins weighted by their answers; in [0, 1]
 * @param brier mean squared distance of probability and 1 for right, 0 for wrong; in [0, 1]
 * @param bins of equal width over [0, 1], each open below and closed above, the first one closed
 * @source ECE: Guo et al., "On calibration of modern neural networks", ICML 2017, section 2; Brier, Monthly Weather
 *     Review 78, 1950, for one outcome
 */
public record Calibration(int predictions, double expectedError, double brier, List<Bin> bins) {

    /** Copies the bins. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * One answer.
     *
     * @param probability that the model gave it, in [0, 1]
     * @param right whether it was right
     */
    public record Prediction(double probability, boolean right) {

        /** Checks the range. */
        public Prediction {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("expected a probability from 0 to 1, found " + probability);
            }
        }
    }

    /**
     * Answers of like probability.
     *
     * @param low lower end of the probabilities
     * @param high upper end
     * @param predictions number of answers
     * @param probability their mean probability; 0 in an empty bin
     * @param accuracy the share of them that is right; 0 in an empty bin
     */
    public record Bin(double low, double high, int predictions, double probability, double accuracy) {}

    /**
     * The probability of an answer: that of all its tokens one after the other.
     *
     * @param logProbabilities natural logarithm of the probability of each token, the end of the answer among them; of
     *     none, the certainty 1; NaN if one of them is NaN
     */
    public static double probability(List<Double> logProbabilities) {
        double sum = 0;
        for (double logProbability : logProbabilities) {
            sum += logProbability;
        }
        // A logarithm that was rounded to just above 0 is still that of a certainty.
        return Math.exp(Math.min(0, sum));
    }

    /**
     * Measures.
     *
     * @param predictions at least one
     * @param bins how many, at least 1; 15 is usual
     */
    public static Calibration of(List<Prediction> predictions, int bins) {
        if (predictions.isEmpty() || bins < 1) {
            throw new IllegalArgumentException(
                    "expected answers and at least 1 bin, found " + predictions.size() + " and " + bins);
        }
        int[] counts = new int[bins];
        double[] probabilities = new double[bins];
        int[] right = new int[bins];
        double squares = 0;
        for (Prediction prediction : predictions) {
            int bin = Math.max(0, (int) Math.ceil(prediction.probability * bins) - 1);
            counts[bin]++;
            probabilities[bin] += prediction.probability;
            right[bin] += prediction.right ? 1 : 0;
            squares += Math.pow(prediction.probability - (prediction.right ? 1 : 0), 2);
        }
        double distance = 0;
        List<Bin> all = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            distance += Math.abs(probabilities[bin] - right[bin]);
            int count = Math.max(1, counts[bin]);
            all.add(new Bin(
                    (double) bin / bins,
                    (bin + 1.0) / bins,
                    counts[bin],
                    probabilities[bin] / count,
                    (double) right[bin] / count));
        }
        return new Calibration(predictions.size(), distance / predictions.size(), squares / predictions.size(), all);
    }
}
