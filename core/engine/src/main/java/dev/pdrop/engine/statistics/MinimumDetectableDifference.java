// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * How large a difference has to be so that an experiment finds it: known before the experiment is run.
 *
 * <p>With ψ the share of questions on which two arms differ, which grows with the difference, n the effective number of
 * questions, a and b the Student quantiles of the corrected level and of the power for images - 1 degrees of freedom,
 * it is the δ at which {@code δ = a √(ψ / n) + b √((ψ - δ²) / n)}. The level is corrected by dividing it among the
 * comparisons, as Holm does for the first of them.
 *
 * @source Connor, "Sample size for testing differences in proportions for the paired-sample design", Biometrics 43,
 *     1987; with Student quantiles: Bloom, "Minimum detectable effects", Evaluation Review 19, 1995
 */
public sealed interface MinimumDetectableDifference {

    /**
     * Such a difference is found.
     *
     * @param difference in shares of 1
     */
    record Found(double difference) implements MinimumDetectableDifference {}

    /**
     * No difference is found so often.
     *
     * @param reason why, and what would help: one sentence without a full stop
     */
    record OutOfReach(String reason) implements MinimumDetectableDifference {}

    /**
     * The difference that an experiment finds so often.
     *
     * @param data that the experiment is expected to have
     * @param comparisons in the family, at least 1
     * @param level of the intervals, in (0.5, 1)
     * @param power how often the difference is to be found, in (0.5, 1); 0.8 is usual
     */
    static MinimumDetectableDifference of(ExpectedData data, int comparisons, double level, double power) {
        if (comparisons < 1 || !(level > 0.5 && level < 1) || !(power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("expected at least 1 comparison, level and power in (0.5, 1), found "
                    + comparisons + ", " + level + ", " + power);
        }
        if (data.images() < NoStatement.FEWEST_IMAGES) {
            return new OutOfReach("expected at least " + NoStatement.FEWEST_IMAGES + " images, found " + data.images()
                    + ": ask about more images");
        }
        TDistribution student = new TDistribution(data.images() - 1);
        double a = student.inverseCumulativeProbability(1 - (1 - level) / comparisons / 2);
        double b = student.inverseCumulativeProbability(power);
        if (data.accuracy() < needed(data, data.accuracy(), a, b)) {
            return new OutOfReach("even an arm that is never right would not be told from one that is right on "
                    + Printed.points(data.accuracy())
                    + " % of the questions so often: ask about more images, or compare fewer arms");
        }
        double tooSmall = 0;
        double found = data.accuracy();
        // Fifty halvings leave nothing of it that a double could hold.
        for (int halving = 0; halving < 50; halving++) {
            double middle = (tooSmall + found) / 2;
            if (middle < needed(data, middle, a, b)) {
                tooSmall = middle;
            } else {
                found = middle;
            }
        }
        return new Found(found);
    }

    private static double needed(ExpectedData data, double difference, double a, double b) {
        double discordance = data.discordance(difference);
        double spread = Math.max(0, discordance - difference * difference);
        return (a * Math.sqrt(discordance) + b * Math.sqrt(spread)) / Math.sqrt(data.effectiveQuestions());
    }
}
