// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Why intervals are studentised: the coverage of the usual kinds on the same simulated runs; by hand, since it takes
 * minutes. The figures stand in the module's README.
 */
@Tag("by-hand")
final class IntervalChoiceTest {

    private static final int RUNS = 1000;
    private static final int RESAMPLES = 999;
    private static final NormalDistribution NORMAL = new NormalDistribution();

    @ParameterizedTest
    @CsvSource({
        "30, 0.7",
        "30, 0.9",
        "30, 0.97",
        "100, 0.7",
        "100, 0.9",
        "100, 0.97",
        "250, 0.7",
        "250, 0.9",
        "250, 0.97"
    })
    void studentisedIntervalsComeClosestToTheirLevel(int images, double accuracy, TestReporter reporter) {
        SimulatedScores world = SimulatedScores.ordinary(List.of(accuracy, accuracy - 0.06));
        RandomGenerator random = new Well19937c(images * 1000L + Math.round(accuracy * 100));
        int[][] held = new int[2][3];
        for (int run = 0; run < RUNS; run++) {
            ImageScores scores = world.draw(images, random);
            Resampled first = Resampled.of(scores.accuracy("arm 0"), scores, run);
            Resampled pair = Resampled.of(scores.difference("arm 0", "arm 1"), scores, run);
            count(held[0], first, world.truth(0));
            count(held[1], pair, world.truth(0) - world.truth(1));
        }
        reporter.publishEntry(
                "kinds",
                String.format(
                        "images %d, accuracy %.3f: percentile %.1f, BCa %.1f, studentised %.1f; difference: %.1f, %.1f, %.1f",
                        images,
                        world.truth(0),
                        percent(held[0][0]),
                        percent(held[0][1]),
                        percent(held[0][2]),
                        percent(held[1][0]),
                        percent(held[1][1]),
                        percent(held[1][2])));
        for (int[] kind : held) {
            assertThat(percent(kind[2])).isGreaterThan(92.5);
        }
    }

    private static void count(int[] held, Resampled resampled, double truth) {
        held[0] += resampled.percentile().holds(truth) ? 1 : 0;
        held[1] += resampled.biasCorrected().holds(truth) ? 1 : 0;
        held[2] += resampled.studentised().holds(truth) ? 1 : 0;
    }

    private static double percent(int count) {
        return 100.0 * count / RUNS;
    }

    /** Two ends. */
    private record Ends(double low, double high) {
        boolean holds(double value) {
            return low <= value + 1e-12 && value <= high + 1e-12;
        }
    }

    /** A bootstrap with all that any of the kinds needs. */
    private static final class Resampled {

        private final Ratio ratio;
        private final double[] ascending;
        private final Deviations deviations;
        private final double acceleration;

        private Resampled(Ratio ratio, double[] ascending, Deviations deviations, double acceleration) {
            this.ratio = ratio;
            this.ascending = ascending;
            this.deviations = deviations;
            this.acceleration = acceleration;
        }

        static Resampled of(Ratio ratio, ImageScores scores, long seed) {
            double[] sizes = scores.sizes();
            double[] values = new double[RESAMPLES];
            double[] deviations = new double[RESAMPLES];
            int[] place = new int[1];
            new Resamples(sizes, new Resampling(seed, RESAMPLES, 0.95)).forEach(resample -> {
                values[place[0]] = ratio.moments(resample).value();
                deviations[place[0]++] = ratio.deviation(resample);
            });
            Arrays.sort(values);
            return new Resampled(ratio, values, new Deviations(deviations), acceleration(ratio, sizes));
        }

        Ends percentile() {
            return new Ends(quantile(0.025), quantile(0.975));
        }

        /** As in Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, section 14.3; ties count half. */
        Ends biasCorrected() {
            double below = 0;
            for (double value : ascending) {
                double from = value - ratio.estimate();
                below += Math.abs(from) < 1e-12 ? 0.5 : from < 0 ? 1 : 0;
            }
            double bias = NORMAL.inverseCumulativeProbability(
                    Math.min(Math.max(below / RESAMPLES, 1.0 / RESAMPLES), 1 - 1.0 / RESAMPLES));
            return new Ends(quantile(corrected(bias, -1.96)), quantile(corrected(bias, 1.96)));
        }

        Ends studentised() {
            double margin = deviations.critical(0.95) * ratio.standardError();
            return new Ends(ratio.estimate() - margin, ratio.estimate() + margin);
        }

        private double corrected(double bias, double normal) {
            double shifted = bias + normal;
            return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
        }

        private double quantile(double share) {
            int place = (int) Math.ceil(share * (RESAMPLES + 1)) - 1;
            return ascending[Math.max(0, Math.min(RESAMPLES - 1, place))];
        }

        /** From leaving out each image once. */
        private static double acceleration(Ratio ratio, double[] sizes) {
            double[] without = new double[sizes.length];
            double[] weights = new double[sizes.length];
            double all = Arrays.stream(sizes).sum();
            Arrays.fill(weights, 1);
            for (int image = 0; image < sizes.length; image++) {
                weights[image] = 0;
                without[image] = ratio.moments(new Resample(weights, all - sizes[image], 0))
                        .value();
                weights[image] = 1;
            }
            double mean = Arrays.stream(without).average().orElseThrow();
            double squares = Arrays.stream(without)
                    .map(value -> Math.pow(mean - value, 2))
                    .sum();
            double cubes = Arrays.stream(without)
                    .map(value -> Math.pow(mean - value, 3))
                    .sum();
            return squares < 1e-18 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
        }
    }
}
