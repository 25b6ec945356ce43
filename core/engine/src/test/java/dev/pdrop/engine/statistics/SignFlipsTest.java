// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class SignFlipsTest {

    private final SignFlips flips = new SignFlips(1, 9_999);

    @Test
    void countsThePatternsThatAreAsFar() {
        // 3 + 2 - 1 = 4: of the eight sums ±6 ±4 ±2 ±0 four are as far.
        assertThat(flips.pValue(new double[] {3, 2, -1})).isEqualTo(0.5);
        assertThat(flips.pValue(new double[] {1, 1, 1, 1, 1})).isEqualTo(2.0 / 32);
    }

    /**
     * Darwin's fifteen pairs of maize, in eighths of an inch: 863 of 32,768 sums are as high as the observed 314, so
     * 1,726 are as far.
     *
     * @source Fisher, "The Design of Experiments", 1935, section 21
     */
    @Test
    void agreesWithFishersMaize() {
        double[] maize = {49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48};
        assertThat(flips.pValue(maize)).isEqualTo(1726.0 / 32768);
    }

    @Test
    void imagesWithoutDifferenceSayNothing() {
        assertThat(flips.pValue(new double[] {0, 0, 0})).isEqualTo(1);
        double[] padded = Arrays.copyOf(new double[] {1, 1, 1, 1, 1}, 1000);
        assertThat(flips.pValue(padded)).isEqualTo(2.0 / 32);
    }

    /** Means of three replicates: 1/3 + 1/3 + 1/3 is as far as 1. */
    @Test
    void sumsThatAreEqualOnPaperAreEqual() {
        double third = 1.0 / 3;
        assertThat(flips.pValue(new double[] {third, third, third, -1, 0.1, 0.2, -0.3}))
                .isEqualTo(1);
    }

    @Seeds(20)
    void goingThroughAllPatternsFindsWhatRecursionFinds(RandomGenerator random) {
        double[] differences =
                random.doubles(random.nextInt(1, 13), -1, 1).map(Math::rint).toArray();
        double threshold = Math.abs(Arrays.stream(differences).sum()) - 1e-9;
        assertThat(flips.pValue(differences)).isEqualTo(shareAsFar(differences, 0, 0, threshold));
    }

    @Seeds(5)
    void drawnPatternsComeCloseToAll(RandomGenerator random) {
        double[] differences = random.doubles(17, -0.7, 1).toArray();
        double exact = flips.pValue(differences);
        // Two images that hardly weigh anything make it too many for all patterns.
        double[] more = Arrays.copyOf(differences, 19);
        more[17] = 1e-7;
        more[18] = 1e-7;
        double drawn = new SignFlips(random.nextLong(), 100_000).pValue(more);
        assertThat(drawn).isCloseTo(exact, within(0.01));
    }

    @Test
    void drawnPValuesAreNeverZero() {
        double[] ones = new double[200];
        Arrays.fill(ones, 1);
        assertThat(flips.pValue(ones)).isEqualTo(1 / 10_000.0);
    }

    private static double shareAsFar(double[] differences, int from, double sum, double threshold) {
        if (from == differences.length) {
            return Math.abs(sum) >= threshold ? 1 : 0;
        }
        return (shareAsFar(differences, from + 1, sum + differences[from], threshold)
                        + shareAsFar(differences, from + 1, sum - differences[from], threshold))
                / 2;
    }
}
