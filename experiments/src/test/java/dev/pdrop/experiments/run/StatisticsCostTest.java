// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import dev.pdrop.experiments.outcome.Family;
import dev.pdrop.experiments.outcome.Judgement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What the statistics of a large run take at its end; in processor time, by hand. With
 * {@code -DargLine=-XX:TieredStopAtLevel=1} it is compiled as the launcher has it compiled.
 */
@Tag("by-hand")
final class StatisticsCostTest {

    private static final int ARMS = 100;
    private static final int QUESTIONS = 1000;
    private static final int QUESTIONS_PER_IMAGE = 4;
    private static final int TYPES = 11;

    @Test
    void aHundredArmsOfAThousandQuestionsTakeSeconds(TestReporter reporter) {
        List<String> arms =
                IntStream.range(0, ARMS).mapToObj(arm -> "arm " + arm).toList();
        QuestionScores scores = scores(arms);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long begin = clock.getCurrentThreadCpuTime();
        assertThat(Judgement.of(scores.all(), family(arms), 17).pairs()).hasSize(ARMS - 1);
        long middle = clock.getCurrentThreadCpuTime();
        for (int type = 0; type < TYPES; type++) {
            assertThat(Judgement.accuracies(scores.ofType("type " + type), 17)).hasSize(ARMS);
        }
        long end = clock.getCurrentThreadCpuTime();
        reporter.publishEntry(
                "statistics",
                String.format("arms and pairs %.1f s, types %.1f s", (middle - begin) / 1e9, (end - middle) / 1e9));
        assertThat(end - begin).isLessThan(30_000_000_000L);
    }

    /** Half of the arms have two controls each, among the other half. */
    private static Family family(List<String> arms) {
        int half = ARMS / 2;
        List<GainOverBest> gains = IntStream.range(1, half)
                .mapToObj(arm -> new GainOverBest(
                        arms.get(arm), List.of(arms.get(half + arm), arms.get(half + (arm + 1) % half))))
                .toList();
        return Family.of(arms, arms.subList(0, 1)).with(gains, List.of());
    }

    private static QuestionScores scores(List<String> arms) {
        Random random = new Random(1);
        QuestionScores scores = new QuestionScores(arms, Map.of());
        for (int question = 0; question < QUESTIONS; question++) {
            for (int arm = 0; arm < ARMS; arm++) {
                scores.add(
                        arm,
                        Records.typed(
                                "q" + question,
                                "picture " + question / QUESTIONS_PER_IMAGE,
                                "type " + question % TYPES,
                                random.nextDouble() < 0.5 + 0.004 * arm ? 1 : 0));
            }
        }
        return scores;
    }
}
