// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.quality.YesNo;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Answers to questions to which yes or no is right.
 *
 * @param precision of the answers of yes, the share that is right; absent if there is none
 * @param recall of the questions where yes is right, the share answered so; absent if there is none
 * @param f1 harmonic mean of the two
 * @param yesRate the share of answers of yes
 * @param counts what they are made of
 */
public record YesNoResult(
        Optional<Double> precision,
        Optional<Double> recall,
        Optional<Double> f1,
        Optional<Double> yesRate,
        YesNo counts) {

    /** The measures of some counts. */
    public static YesNoResult of(YesNo counts) {
        return new YesNoResult(
                boxed(counts.precision()), boxed(counts.recall()), boxed(counts.f1()), boxed(counts.yesRate()), counts);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
