// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Contrast.Difference;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What the statistics of a large grid take; in processor time, by hand. */
@Tag("by-hand")
final class LargeGridTest {

    @Test
    void aHundredArmsOnAThousandImagesTakeSecondsAndNotMinutes(TestReporter reporter) {
        List<Double> accuracies = new Random(1).doubles(100, 0.3, 0.9).boxed().toList();
        ImageScores scores = SimulatedScores.ordinary(accuracies).draw(1000, new Well19937c(1));
        List<Contrast> family = IntStream.range(1, 100)
                .<Contrast>mapToObj(arm -> new Difference("arm " + arm, "arm 0"))
                .toList();
        Analysis analysis = new Analysis(scores, Resampling.standard(1));
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long begin = clock.getCurrentThreadCpuTime();
        assertThat(analysis.accuracies()).hasSize(100);
        long middle = clock.getCurrentThreadCpuTime();
        assertThat(analysis.compare(family)).hasSize(99);
        long end = clock.getCurrentThreadCpuTime();
        reporter.publishEntry(
                "grid",
                String.format(
                        "accuracies of 100 arms %.1f s, 99 comparisons %.1f s",
                        (middle - begin) / 1e9, (end - middle) / 1e9));
        assertThat(end - begin).isLessThan(60_000_000_000L);
    }
}
