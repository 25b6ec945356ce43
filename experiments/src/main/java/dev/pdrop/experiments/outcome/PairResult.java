// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import com.google.gson.annotations.SerializedName;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Printed;
import dev.pdrop.engine.statistics.Verdict;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One arm held against another on the same questions.
 *
 * <p>Interval, p-value and verdict are corrected for all comparisons of the run and never disagree.
 *
 * @param arm name of the arm
 * @param reference name of the arm that it is held against
 * @param difference of their accuracies, from -1 to 1; positive if the arm is better
 * @param interval holds for all comparisons of the run at once; absent if there are too few images
 * @param pValue corrected; absent likewise
 * @param uncorrectedPValue of this pair alone, by sign flips, for those who correct in another way: it decides nothing;
 *     absent likewise
 * @param verdict what is said of it
 */
public record PairResult(
        String arm,
        String reference,
        double difference,
        Optional<Range> interval,

        @SerializedName("p_value") Optional<Double> pValue,

        @SerializedName("uncorrected_p_value") Optional<Double> uncorrectedPValue,

        Verdict verdict) {

    /* What decides; see dev.pdrop.engine.statistics.Analysis. */
    private static final double ERROR = 0.05;

    /** Checks that it is whole. */
    public PairResult {
        Objects.requireNonNull(arm);
        Objects.requireNonNull(reference);
        Objects.requireNonNull(verdict);
    }

    static PairResult of(Difference pair, Comparison comparison) {
        return new PairResult(
                pair.arm(),
                pair.reference(),
                comparison.difference().estimate(),
                Range.of(comparison.difference()),
                boxed(comparison.pValue()),
                boxed(comparison.uncorrectedPValue()),
                comparison.verdict());
    }

    /** The other arm held against this one. */
    PairResult reversed() {
        return new PairResult(
                reference,
                arm,
                0 - difference,
                interval.map(one -> new Range(0 - one.high(), 0 - one.low(), one.kind())),
                pValue,
                uncorrectedPValue,
                switch (verdict) {
                    case HIGHER -> Verdict.LOWER;
                    case LOWER -> Verdict.HIGHER;
                    case NOT_DISTINGUISHABLE, NO_STATEMENT -> verdict;
                });
    }

    /** The difference in percentage points, with its sign. */
    public String points() {
        String points = Printed.points(difference);
        return difference > 0 && !points.startsWith("0.0") ? "+" + points : points;
    }

    /** The corrected p-value as it is printed: never on the wrong side of what decides; empty if there is none. */
    public String printedPValue() {
        return pValue.map(value -> Printed.pValue(value, ERROR)).orElse("");
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }
}
