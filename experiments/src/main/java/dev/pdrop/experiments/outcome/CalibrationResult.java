// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.quality.Calibration;
import java.util.List;

/**
 * Whether an arm is as often right as it is sure.
 *
 * @param answers with a probability
 * @param ece expected calibration error over {@value #BINS} bins, in [0, 1]
 * @param brier mean squared distance of probability and rightness, in [0, 1]
 * @param bins of equal width; none for a single type of question, whose answers are too few to fill them
 */
public record CalibrationResult(int answers, double ece, double brier, List<Calibration.Bin> bins) {

    /** As many bins as is usual. */
    public static final int BINS = 15;

    /** Copies the bins. */
    public CalibrationResult {
        bins = List.copyOf(bins);
    }

    /**
     * Measures.
     *
     * @param predictions at least one
     */
    public static CalibrationResult of(List<Calibration.Prediction> predictions) {
        Calibration calibration = Calibration.of(predictions, BINS);
        return new CalibrationResult(
                calibration.predictions(), calibration.expectedError(), calibration.brier(), calibration.bins());
    }

    /** The same without the bins. */
    public CalibrationResult inBrief() {
        return new CalibrationResult(answers, ece, brier, List.of());
    }
}
