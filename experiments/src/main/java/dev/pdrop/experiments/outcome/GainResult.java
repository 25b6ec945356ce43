// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import com.google.gson.annotations.SerializedName;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import dev.pdrop.engine.statistics.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an arm gains over the best of its controls, on the same questions: what its method is worth.
 *
 * <p>The best control over all questions is partly the luckiest, so the interval is that of a bootstrap which chooses
 * the best one anew in each resample. Interval, p-value and verdict are corrected for all comparisons of the run (see
 * {@link Family}) and never disagree.
 *
 * @param arm name of the arm
 * @param bestControl the control with most right answers over all questions, of equally good ones the first; one with
 *     replicates enters by their mean
 * @param gain accuracy of the arm less that of the best control, from -1 to 1
 * @param interval of the gain; absent if there are too few images
 * @param pValue corrected; absent likewise
 * @param uncorrectedPValue of this gain alone; decides nothing; absent likewise
 * @param verdict what is said of it
 * @param rivals the arm against each of its controls, in their order
 */
public record GainResult(
        String arm,
        String bestControl,
        double gain,
        Optional<Range> interval,

        @SerializedName("p_value") Optional<Double> pValue,

        @SerializedName("uncorrected_p_value") Optional<Double> uncorrectedPValue,

        Verdict verdict,
        List<PairResult> rivals) {

    /** Checks that it is whole. */
    public GainResult {
        Objects.requireNonNull(arm);
        Objects.requireNonNull(bestControl);
        Objects.requireNonNull(verdict);
        rivals = List.copyOf(rivals);
    }

    static GainResult of(GainOverBest contrast, Judged judged) {
        List<PairResult> rivals = contrast.controls().stream()
                .map(control -> judged.pair(new Difference(contrast.arm(), control)))
                .toList();
        PairResult best = rivals.stream()
                .min(Comparator.comparingDouble(PairResult::difference))
                .orElseThrow();
        if (rivals.size() == 1) {
            return of(best, best, rivals);
        }
        Comparison comparison = judged.of(contrast);
        return of(best, PairResult.of(new Difference(best.arm(), best.reference()), comparison), rivals);
    }

    private static GainResult of(PairResult best, PairResult judged, List<PairResult> rivals) {
        return new GainResult(
                best.arm(),
                best.reference(),
                best.difference(),
                judged.interval(),
                judged.pValue(),
                judged.uncorrectedPValue(),
                judged.verdict(),
                rivals);
    }

    /** The gain as a pair of the arm and its best control, for what prints pairs. */
    public PairResult pair() {
        return new PairResult(arm, bestControl, gain, interval, pValue, uncorrectedPValue, verdict);
    }

    /** The gain in percentage points, with its sign. */
    public String points() {
        return pair().points();
    }

    /** The same with its interval, such as {@code +3.1 [1.0, 5.2]}, and a mark if that is an exact bound. */
    public String pointsWithInterval() {
        return points() + interval.map(GainResult::brackets).orElse("");
    }

    /** Whether the arm has but one control, which is then not called the best one. */
    public boolean onlyOneControl() {
        return rivals.size() == 1;
    }

    /** What it comes to, in words, by the verdict alone. */
    public String sentence() {
        String control = (onlyOneControl() ? "its only control, " : "its best control, ") + bestControl;
        String size = points() + " points" + interval.map(GainResult::brackets).orElse("");
        return switch (verdict) {
            case HIGHER -> arm + ": " + size + " over " + control + ".";
            case LOWER -> arm + ": " + size + ", fewer right answers than " + control + ".";
            case NOT_DISTINGUISHABLE -> arm + ": " + size + ", not distinguishable from " + control + ".";
            case NO_STATEMENT ->
                arm + ": " + size + " from " + control + ", on too few images to tell that from chance.";
        };
    }

    private static String brackets(Range range) {
        return " [" + range.points().replace(" to ", ", ") + "]" + (range.exact() ? Range.EXACT_MARK : "");
    }
}
