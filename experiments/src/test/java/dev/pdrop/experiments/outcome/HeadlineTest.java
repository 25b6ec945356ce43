// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HeadlineTest {

    private static final Statistics STATISTICS =
            new Statistics(0.95, 10_000, 17, 250, 1000, "full", "every pair of arms", 6, "");

    @Test
    void saysFirstHowArmsStandToTheReferenceThenToEachOther() {
        assertThat(Headline.of(
                        STATISTICS,
                        List.of(),
                        List.of(
                                pair("a", "full", 0.02, Verdict.HIGHER),
                                pair("b", "full", -0.1, Verdict.LOWER),
                                pair("c", "full", 0, Verdict.NOT_DISTINGUISHABLE),
                                pair("b", "a", -0.12, Verdict.LOWER),
                                pair("c", "a", -0.02, Verdict.LOWER),
                                pair("c", "b", 0.1, Verdict.NOT_DISTINGUISHABLE))))
                .containsExactly(
                        "More right answers than full (by points): a (+2.0).",
                        "Fewer right answers than full (by points): b (-10.0).",
                        "Not distinguishable from full (points apart): c (0.0).",
                        "a beats b and c.",
                        "Not distinguishable from each other: b and c.");
    }

    @Test
    void beginsWithWhatMethodsGainOverTheirBestControls() {
        assertThat(Headline.of(
                        STATISTICS,
                        List.of(
                                gain("PyramidDrop", 0.031, new Range(0.01, 0.052), Verdict.HIGHER),
                                gain("fastv", -0.2, new Range(-0.3, -0.1), Verdict.LOWER),
                                gain("mine", 0.004, new Range(-0.017, 0.025), Verdict.NOT_DISTINGUISHABLE)),
                        List.of(pair("a", "full", 0.02, Verdict.HIGHER))))
                .containsExactly(
                        "fastv: -20.0 points [-30.0, -10.0], fewer right answers than its best control, uniform of fastv.",
                        "PyramidDrop: +3.1 points [1.0, 5.2] over its best control, uniform of PyramidDrop.",
                        "mine: +0.4 points [-1.7, 2.5], not distinguishable from its best control, uniform of mine.",
                        "More right answers than full (by points): a (+2.0).");
    }

    @Test
    void ofManyGainsItNamesAFewAndCountsThoseThatAreAhead() {
        List<GainResult> gains = IntStream.range(0, 12)
                .mapToObj(i -> gain(
                        "m" + i,
                        0.1,
                        new Range(i < 10 ? 0.05 : -0.05, 0.2),
                        i < 10 ? Verdict.HIGHER : Verdict.NOT_DISTINGUISHABLE))
                .toList();

        assertThat(Headline.of(STATISTICS, gains, List.of()))
                .hasSize(8)
                .startsWith("m0: +10.0 points [5.0, 20.0] over its best control, uniform of m0.")
                .endsWith(
                        "Of all 12 methods, 10 are ahead of their best control beyond chance; 5 are not listed here.");
    }

    @Test
    void namesAFewOfManyAndCountsTheOthers() {
        List<PairResult> pairs = IntStream.range(0, 30)
                .mapToObj(i -> pair("a" + i, "full", -0.1, Verdict.LOWER))
                .toList();

        assertThat(Headline.of(STATISTICS, List.of(), pairs))
                .containsExactly("Fewer right answers than full (by points): a0 (-10.0), a1 (-10.0), a2 (-10.0),"
                        + " a3 (-10.0), a4 (-10.0), a5 (-10.0), a6 (-10.0), 23 more not listed here.");
    }

    /** In the order of the file, the six that say something would have been among those that are left out. */
    @Test
    void ofManyTheMostTellingComeFirst() {
        List<PairResult> pairs = IntStream.range(0, 12)
                .mapToObj(i -> pair("a" + i, "full", -0.01 * i, i < 6 ? Verdict.NOT_DISTINGUISHABLE : Verdict.LOWER))
                .toList();
        List<GainResult> gains = IntStream.range(0, 12)
                .mapToObj(i -> gain(
                        "m" + i,
                        i == 11 ? -0.02 : 0.3 - 0.01 * i,
                        new Range(-0.5, 0.5),
                        i == 11 ? Verdict.LOWER : i == 10 ? Verdict.HIGHER : Verdict.NOT_DISTINGUISHABLE))
                .toList();

        List<String> sentences = Headline.of(STATISTICS, gains, pairs);

        assertThat(sentences.get(0)).startsWith("m10: +20.0 points");
        assertThat(sentences.get(1)).startsWith("m11: -2.0 points");
        assertThat(sentences.get(2)).startsWith("m0: +30.0 points");
        assertThat(sentences.get(7)).endsWith("5 are not listed here.");
        assertThat(sentences.get(8))
                .isEqualTo("Fewer right answers than full (by points): a11 (-11.0), a10 (-10.0), a9 (-9.0), a8 (-8.0),"
                        + " a7 (-7.0), a6 (-6.0).");
        assertThat(sentences.get(9)).startsWith("Not distinguishable from full (points apart): a5 (-5.0), a4 (-4.0)");
    }

    @Test
    void hasNothingToSayOfOneArm() {
        assertThat(Headline.of(STATISTICS, List.of(), List.of())).isEmpty();
    }

    private static GainResult gain(String arm, double gain, Range interval, Verdict verdict) {
        return new GainResult(
                arm,
                "uniform of " + arm,
                gain,
                Optional.of(interval),
                Optional.of(0.01),
                Optional.of(0.01),
                verdict,
                List.of());
    }

    private static PairResult pair(String arm, String reference, double difference, Verdict verdict) {
        return new PairResult(
                arm,
                reference,
                difference,
                Optional.of(new Range(difference - 0.01, difference + 0.01)),
                Optional.of(0.01),
                Optional.of(0.01),
                verdict);
    }
}
