// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a stage of an arm keeps, over all questions.
 *
 * @param layer before which it acts
 * @param ranked visual tokens that were there, mean over questions
 * @param kept visual tokens that stayed, mean over questions
 * @param rows share of kept tokens in each row of the grid, from the top
 * @param columns share of kept tokens in each column, from the left
 * @param spatialEntropy how evenly kept tokens of the first question about each image, together, lie over the grid,
 *     from 0 to 1; rises with how many they are, so that it is not for comparing stages or arms by; absent if none is
 *     kept
 * @param chanceEntropy what that would be expected to be if as many tokens of each image were kept at random, from 0 to
 *     1; absent likewise, and in what was written before it was kept
 * @param padding share of kept tokens that show padding; absent if none is kept, or no image is padded
 */
public record StageDiagnosis(
        int layer,
        double ranked,
        double kept,
        List<Double> rows,
        List<Double> columns,
        Optional<Double> spatialEntropy,
        Optional<Double> chanceEntropy,
        Optional<Double> padding) {

    /** Copies the lists. */
    public StageDiagnosis {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        chanceEntropy = Objects.requireNonNullElse(chanceEntropy, Optional.empty());
    }

    /**
     * How kept tokens spread over the grid, whatever their number: their entropy over that of as many tokens kept at
     * random. 1 if they lie as scattered as chance has them, less if places come again and again, a little more if they
     * are spread more evenly than by chance; absent if none is kept.
     */
    public Optional<Double> spread() {
        return spatialEntropy.flatMap(
                entropy -> chanceEntropy.filter(chance -> chance > 0).map(chance -> entropy / chance));
    }
}
