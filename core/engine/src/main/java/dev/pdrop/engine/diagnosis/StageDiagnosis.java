// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * What a stage of an arm keeps, over all questions.
 *
 * @param layer before which it acts
 * @param ranked visual tokens that were there, mean over questions
 * @param kept visual tokens that stayed, mean over questions
 * @param rows share of kept tokens in each row of the grid, from the top
 * @param columns share of kept tokens in each column, from the left
 * @param spatialEntropy how evenly kept tokens lie over the grid, from 0 to 1; absent if none is kept
 * @param padding share of kept tokens that show padding; absent if none is kept, or no image is padded
 */
public record StageDiagnosis(
        int layer,
        double ranked,
        double kept,
        List<Double> rows,
        List<Double> columns,
        Optional<Double> spatialEntropy,
        Optional<Double> padding) {

    /** Copies the lists. */
    public StageDiagnosis {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }
}
