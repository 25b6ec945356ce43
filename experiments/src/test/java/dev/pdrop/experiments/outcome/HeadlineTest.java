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
    void namesAFewOfManyAndCountsTheOthers() {
        List<PairResult> pairs = IntStream.range(0, 30)
                .mapToObj(i -> pair("a" + i, "full", -0.1, Verdict.LOWER))
                .toList();

        assertThat(Headline.of(STATISTICS, pairs))
                .containsExactly("Fewer right answers than full (by points): a0 (-10.0), a1 (-10.0), a2 (-10.0),"
                        + " a3 (-10.0), a4 (-10.0), a5 (-10.0), a6 (-10.0), 23 more.");
    }

    @Test
    void hasNothingToSayOfOneArm() {
        assertThat(Headline.of(STATISTICS, List.of())).isEmpty();
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
