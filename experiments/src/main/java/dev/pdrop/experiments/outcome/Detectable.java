// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.ExpectedData;
import dev.pdrop.engine.statistics.MinimumDetectableDifference;
import dev.pdrop.engine.statistics.Printed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run can find, known before it runs: the smallest difference that it tells from chance in most cases.
 *
 * <p>Images and questions are facts of the data set, comparisons of the experiment; the rest is assumed and said with
 * the figure. On the embedded model and questions, two arms agreed at .30 to .59, and differences on one image
 * correlated at -.02 to .04, so that what is assumed is on the careful side there.
 *
 * @param images that the questions are about
 * @param questionsPerImage mean number of questions on an image
 * @param comparisons that each difference is corrected for
 * @param difference in shares of 1; absent if there is none, or nothing to compare
 * @param reason why there is none, as one sentence without a full stop; else empty
 * @param power how often such a difference is found
 * @param assumedAccuracy of the arm that others are held against
 * @param assumedAgreement correlation of being right between two arms
 * @param assumedImageCorrelation of the differences of two questions on one image
 */
public record Detectable(
        int images,
        double questionsPerImage,
        int comparisons,
        Optional<Double> difference,
        String reason,
        double power,
        double assumedAccuracy,
        double assumedAgreement,
        double assumedImageCorrelation) {

    private static final double LEVEL = 0.95;
    private static final double POWER = 0.8;
    private static final double ACCURACY = 0.8;
    private static final double AGREEMENT = 0.4;
    private static final double IMAGE_CORRELATION = 0.1;

    /**
     * What can be found.
     *
     * @param questions on each image, at least one image
     * @param comparisons in the family
     */
    public static Detectable of(List<Integer> questions, int comparisons) {
        double mean = questions.stream().mapToInt(Integer::intValue).average().orElse(1);
        double variance = questions.stream()
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElse(0);
        if (comparisons == 0) {
            return detectable(questions.size(), mean, 0, Optional.empty(), "there is but one arm");
        }
        ExpectedData data = new ExpectedData(
                questions.size(), mean, Math.sqrt(variance) / mean, ACCURACY, AGREEMENT, IMAGE_CORRELATION);
        MinimumDetectableDifference least = MinimumDetectableDifference.of(data, comparisons, LEVEL, POWER);
        return least instanceof MinimumDetectableDifference.Found found
                ? detectable(questions.size(), mean, comparisons, Optional.of(found.difference()), "")
                : detectable(
                        questions.size(),
                        mean,
                        comparisons,
                        Optional.empty(),
                        ((MinimumDetectableDifference.OutOfReach) least).reason());
    }

    private static Detectable detectable(
            int images, double questionsPerImage, int comparisons, Optional<Double> difference, String reason) {
        return new Detectable(
                images,
                questionsPerImage,
                comparisons,
                difference,
                reason,
                POWER,
                ACCURACY,
                AGREEMENT,
                IMAGE_CORRELATION);
    }

    /** The same for people, as one sentence. */
    public String sentence() {
        if (comparisons == 0) {
            return "Nothing is compared: " + reason + ".";
        }
        if (difference.isEmpty()) {
            return "No difference will be told from chance: " + reason + ".";
        }
        return "Differences of " + Printed.points(difference.get()) + " points and more are told from chance in "
                + Math.round(100 * power) + " % of such experiments: "
                + String.format(
                        Locale.ROOT,
                        "%,d images with %.1f questions each, %d %s; assumed are %.0f %% right answers, an agreement of %.1f"
                                + " between arms and of %.1f within an image.",
                        images,
                        questionsPerImage,
                        comparisons,
                        comparisons == 1 ? "comparison" : "comparisons",
                        100 * assumedAccuracy,
                        assumedAgreement,
                        assumedImageCorrelation);
    }
}
