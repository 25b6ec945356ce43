// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class DeviationsTest {

    @Test
    void countsResamplesThatAreAsFar() {
        Deviations deviations = new Deviations(new double[] {3, 1, 2, 4, 4, 5, 6, 7, 8});
        assertThat(deviations.pValue(4)).isEqualTo((6 + 1) / 10.0);
        assertThat(deviations.pValue(8.5)).isEqualTo(0.1);
        assertThat(deviations.pValue(0)).isEqualTo(1);
        assertThat(deviations.critical(0.8)).isEqualTo(7);
    }

    /** Ties, ends and all: 0 is outside of estimate ± critical exactly if the p-value is at most the error. */
    @Seeds(50)
    void whatTheIntervalLeavesOutIsWhatThePValueCallsUnlikely(RandomGenerator random) {
        int resamples = random.nextInt(40, 500);
        Deviations deviations = new Deviations(random.doubles(resamples, 0, 4)
                .map(value -> Math.rint(value * 10))
                .toArray());
        for (double level : new double[] {0.8, 0.9, 0.95}) {
            double critical = deviations.critical(level);
            for (double deviation = 0; deviation < 45; deviation += 0.5) {
                assertThat(deviations.pValue(deviation) <= 1 - level + 1e-12)
                        .as("deviation %s, critical %s", deviation, critical)
                        .isEqualTo(deviation > critical);
            }
        }
    }

    @Test
    void theFarthestOfAFamilyIsTakenInEachResample() {
        double[] sizes = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        Ratio first = new Ratio(new double[] {1, 0, 1, 0, 1, 0, 1, 0, 1, 1}, sizes, Ratio.Range.SHARE);
        Ratio second = new Ratio(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, sizes, Ratio.Range.SHARE);
        Resampling resampling = new Resampling(3, 400, 0.95);
        double[] farthest = new double[400];
        int[] place = new int[1];
        new Resamples(sizes, resampling)
                .forEach(resample ->
                        farthest[place[0]++] = Math.max(first.deviation(resample), second.deviation(resample)));
        Arrays.sort(farthest);
        Deviations family =
                Deviations.ofFarthest(java.util.List.of(first, second), new Resamples(sizes, resampling), resampling);
        assertThat(family.critical(0.95)).isEqualTo(farthest[380]);
        assertThat(family.critical(0.9)).isEqualTo(farthest[360]);
    }
}
