// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RatioTest {

    @Test
    void dividesTheSumByTheNumberOfQuestions() {
        // 1 of 1, 1 of 2, 0 of 1: residuals 1/2, 0, -1/2; variance 3/2 * 1/2 / 4².
        Ratio ratio = new Ratio(new double[] {1, 1, 0}, new double[] {1, 2, 1}, Ratio.Range.SHARE);
        assertThat(ratio.estimate()).isEqualTo(0.5);
        assertThat(ratio.standardError()).isCloseTo(Math.sqrt(0.75) / 4, within(1e-15));
    }

    @Test
    void whatIsTheSameOnEveryImageHasNoErrorAtAll() {
        for (int images = 10; images <= 60; images++) {
            for (int right = 0; right <= 5; right++) {
                double[] numerators = new double[images];
                double[] sizes = new double[images];
                Arrays.fill(numerators, right / 3.0);
                Arrays.fill(sizes, 5);
                Ratio ratio = new Ratio(numerators, sizes, Ratio.Range.SHARE);
                assertThat(ratio.standardError()).isZero();
                assertThat(ratio.bounds(0.05).low())
                        .isLessThan(ratio.bounds(0.05).high());
            }
        }
    }

    /**
     * Twelve classes out of 187, all pupils tested: mean 62.57, standard error 1.49. The book corrects for the 187;
     * here images are drawn from no list.
     *
     * @source Lohr, "Sampling: Design and Analysis", 2nd edition, chapter 5, the algebra classes
     */
    @Test
    void agreesWithASurveyOfUnequalClusters() {
        double[] totals = {1230, 1670, 1402, 1972, 1508, 1816, 1048, 2308, 989, 1398, 1621, 1746};
        double[] pupils = {20, 26, 24, 34, 26, 28, 19, 32, 17, 21, 26, 26};
        Ratio mean = new Ratio(totals, pupils, Ratio.Range.SHARE);
        assertThat(mean.estimate()).isCloseTo(62.57, within(0.005));
        assertThat(mean.standardError() * Math.sqrt(1 - 12.0 / 187)).isCloseTo(1.49, within(0.005));
    }

    /**
     * Eight patients with three patches: a ratio of -0.0713, whose bootstrap standard error is about 0.105 and whose
     * bias is 0.008, by the bootstrap as by the jackknife.
     *
     * @source Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, sections 10.3 to 10.5
     */
    @Test
    void agreesWithThePatchDataWhenResampled() {
        double[] newLessOld = {-1200, 2601, -2705, 1982, -1290, 351, -638, -2719};
        double[] oldLessPlacebo = {8406, 2342, 8187, 8459, 4795, 3516, 4796, 10238};
        Ratio ratio = new Ratio(newLessOld, oldLessPlacebo, Ratio.Range.DIFFERENCE);
        assertThat(ratio.estimate()).isCloseTo(-0.0713, within(0.00005));
        assertThat(ratio.standardError()).isCloseTo(0.105, within(0.002));

        double[] values = new double[100_000];
        int[] place = new int[1];
        new Resamples(oldLessPlacebo, new Resampling(1, values.length, 0.95))
                .forEach(
                        resample -> values[place[0]++] = ratio.moments(resample).value());
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        assertThat(mean - ratio.estimate()).isCloseTo(0.008, within(0.001));
        assertThat(Math.sqrt(variance)).isCloseTo(0.105, within(0.005));
    }

    /** Resampled moments are those of the drawn images written out one after the other. */
    @Seeds(20)
    void momentsAreThoseOfTheImagesDrawn(RandomGenerator random) {
        int images = random.nextInt(2, 30);
        double[] sums = new double[images];
        double[] sizes = new double[images];
        for (int image = 0; image < images; image++) {
            sizes[image] = random.nextInt(1, 9);
            sums[image] = random.nextInt((int) sizes[image] + 1);
        }
        Ratio ratio = new Ratio(sums, sizes, Ratio.Range.SHARE);
        new Resamples(sizes, new Resampling(random.nextLong(), 400, 0.95)).forEach(resample -> {
            Ratio.Moments moments = ratio.moments(resample);
            Naive naive = Naive.of(sums, sizes, resample.weights());
            assertThat(moments.value()).isCloseTo(naive.value, within(1e-12));
            assertThat(moments.standardError()).isCloseTo(naive.standardError, within(1e-7));
        });
    }

    /** With none of 30 images that differs, 1 - (.05 / 2)^(1 / 30) of all may: the rule of three. */
    @Test
    void noImageThatDiffersIsNotNoDoubt() {
        double[] ones = new double[30];
        Arrays.fill(ones, 1);
        Bounds perfect = new Ratio(ones.clone(), ones, Ratio.Range.SHARE).bounds(0.05);
        assertThat(perfect.low()).isCloseTo(Math.pow(0.025, 1.0 / 30), within(1e-9));
        assertThat(perfect.high()).isEqualTo(1);
        Bounds equal = new Ratio(new double[30], ones, Ratio.Range.DIFFERENCE).bounds(0.05);
        assertThat(equal.low()).isCloseTo(-0.1157, within(0.0001));
        assertThat(equal.high()).isCloseTo(0.1157, within(0.0001));
    }

    /**
     * One of ten: 0.0025 to 0.4450.
     *
     * @source Clopper and Pearson, Biometrika 26, 1934, as tabulated since
     */
    @Test
    void boundsAreThoseOfClopperAndPearsonForOneQuestionAnImage() {
        double[] sums = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        double[] sizes = new double[10];
        Arrays.fill(sizes, 1);
        Bounds bounds = new Ratio(sums, sizes, Ratio.Range.SHARE).bounds(0.05);
        assertThat(bounds.low()).isCloseTo(0.0025, within(0.00005));
        assertThat(bounds.high()).isCloseTo(0.4450, within(0.00005));
    }

    /** Whatever the data, the bounds hold estimate and, for a difference, 0. */
    @Seeds(50)
    void boundsHoldTheEstimate(RandomGenerator random) {
        int images = random.nextInt(10, 40);
        double[] sums = new double[images];
        double[] sizes = new double[images];
        for (int image = 0; image < images; image++) {
            sizes[image] = random.nextInt(1, 5);
            sums[image] = random.nextInt(4) == 0 ? random.nextInt(-(int) sizes[image], (int) sizes[image] + 1) : 0;
        }
        Ratio ratio = new Ratio(sums, sizes, Ratio.Range.DIFFERENCE);
        Bounds bounds = ratio.bounds(0.05);
        assertThat(bounds.low()).isLessThanOrEqualTo(Math.min(0, ratio.estimate()));
        assertThat(bounds.high()).isGreaterThanOrEqualTo(Math.max(0, ratio.estimate()));
    }

    private record Naive(double value, double standardError) {

        static Naive of(double[] sums, double[] sizes, double[] weights) {
            double sum = 0;
            double size = 0;
            int drawn = 0;
            for (int image = 0; image < sums.length; image++) {
                for (int draw = 0; draw < weights[image]; draw++) {
                    sum += sums[image];
                    size += sizes[image];
                    drawn++;
                }
            }
            double squares = 0;
            for (int image = 0; image < sums.length; image++) {
                for (int draw = 0; draw < weights[image]; draw++) {
                    squares += Math.pow(sums[image] - sum / size * sizes[image], 2);
                }
            }
            assertThat(drawn).isEqualTo(sums.length);
            return new Naive(sum / size, Math.sqrt(squares / drawn / (drawn - 1)) / (size / drawn));
        }
    }
}
