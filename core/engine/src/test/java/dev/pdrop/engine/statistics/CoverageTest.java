// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often intervals hold the truth and tests cry wolf, over thousands of simulated runs; by hand, since it takes
 * minutes. The seed is fixed, and the figures stand in the module's README.
 */
@Tag("by-hand")
final class CoverageTest {

    private static final int RUNS = 2000;
    private static final int RESAMPLES = 999;
    private static final double LEVEL = 0.95;

    /** 2,000 runs give a share of .95 to ± .01; below 30 images, and for rare differences, only too short is wrong. */
    @ParameterizedTest
    @CsvSource({
        "10, 0.5",
        "10, 0.7",
        "10, 0.9",
        "20, 0.5",
        "20, 0.7",
        "20, 0.9",
        "20, 0.97",
        "30, 0.5",
        "30, 0.7",
        "30, 0.9",
        "30, 0.97",
        "100, 0.5",
        "100, 0.7",
        "100, 0.9",
        "100, 0.97",
        "250, 0.5",
        "250, 0.7",
        "250, 0.9",
        "250, 0.97"
    })
    void intervalsOfOneArmAndOfOnePairHoldTheTruth(int images, double accuracy, TestReporter reporter) {
        SimulatedScores world = SimulatedScores.ordinary(List.of(accuracy, accuracy - 0.06));
        RandomGenerator random = new Well19937c(images * 1000L + Math.round(accuracy * 100));
        int accuracyHeld = 0;
        int differenceHeld = 0;
        double accuracyWidth = 0;
        double differenceWidth = 0;
        for (int run = 0; run < RUNS; run++) {
            Analysis analysis = analysis(world.draw(images, random), run);
            Interval first = (Interval) analysis.accuracies().get(0);
            Interval pair = (Interval) analysis.compare(List.of(new Difference("arm 0", "arm 1")))
                    .get(0)
                    .difference();
            accuracyHeld += first.holds(world.truth(0)) ? 1 : 0;
            differenceHeld += pair.holds(world.truth(0) - world.truth(1)) ? 1 : 0;
            accuracyWidth += first.high() - first.low();
            differenceWidth += pair.high() - pair.low();
        }
        reporter.publishEntry(
                "coverage",
                String.format(
                        "images %d, accuracy %.3f: accuracy %.1f %% (width %.2f), difference %.1f %% (width %.2f)",
                        images,
                        world.truth(0),
                        percent(accuracyHeld),
                        accuracyWidth / RUNS,
                        percent(differenceHeld),
                        differenceWidth / RUNS));
        assertThat(percent(accuracyHeld)).isGreaterThan(92);
        assertThat(percent(differenceHeld)).isGreaterThan(93);
        if (images >= 30 && accuracy < 0.95) {
            assertThat(percent(accuracyHeld)).isBetween(93.0, 97.0);
            assertThat(percent(differenceHeld)).isBetween(93.0, 97.0);
        }
    }

    /** Seven arms against the first: two of them are equal to it, one of those hardly differs from it. */
    @ParameterizedTest
    @ValueSource(ints = {30, 100, 250})
    void familiesHoldAllTruthsAtOnceAndCryWolfSeldom(int images, TestReporter reporter) {
        SimulatedScores world = SimulatedScores.ordinary(List.of(0.7, 0.7, 0.69, 0.68, 0.66, 0.6, 0.5, 0.3));
        RandomGenerator random = new Well19937c(images);
        List<Contrast> family = IntStream.range(1, 8)
                .<Contrast>mapToObj(arm -> new Difference("arm " + arm, "arm 0"))
                .toList();
        int held = 0;
        int wolf = 0;
        int[] found = new int[8];
        for (int run = 0; run < RUNS; run++) {
            List<Comparison> comparisons =
                    analysis(world.draw(images, random), run).compare(family);
            boolean all = true;
            for (int arm = 1; arm < 8; arm++) {
                Comparison comparison = comparisons.get(arm - 1);
                all &= ((Interval) comparison.difference()).holds(world.truth(arm) - world.truth(0));
                found[arm] += comparison.verdict() == Verdict.NOT_DISTINGUISHABLE ? 0 : 1;
            }
            held += all ? 1 : 0;
            wolf += comparisons.get(0).verdict() == Verdict.NOT_DISTINGUISHABLE ? 0 : 1;
        }
        reporter.publishEntry(
                "family",
                String.format(
                        "images %d: all seven at once %.1f %%; equal arm called different %.1f %%; 10 and 20 points found"
                                + " %.1f %%, %.1f %%",
                        images, percent(held), percent(wolf), percent(found[5]), percent(found[6])));
        assertThat(percent(held)).isBetween(93.0, 98.0);
        assertThat(percent(wolf)).isLessThan(6);
    }

    /** Everything equal: any verdict is wrong. */
    @ParameterizedTest
    @ValueSource(ints = {30, 100})
    void equalArmsAreSeldomToldApart(int images, TestReporter reporter) {
        SimulatedScores world = SimulatedScores.alike(List.of(0.7, 0.7, 0.7, 0.7, 0.7));
        RandomGenerator random = new Well19937c(images + 1L);
        List<Contrast> family = IntStream.range(1, 5)
                .<Contrast>mapToObj(arm -> new Difference("arm " + arm, "arm 0"))
                .toList();
        int wolf = 0;
        for (int run = 0; run < RUNS; run++) {
            wolf += analysis(world.draw(images, random), run).compare(family).stream()
                            .anyMatch(comparison -> comparison.verdict() != Verdict.NOT_DISTINGUISHABLE)
                    ? 1
                    : 0;
        }
        reporter.publishEntry(
                "equal", String.format("images %d: any of four called different %.1f %%", images, percent(wolf)));
        assertThat(percent(wolf)).isLessThan(6);
    }

    /** Three controls that are equally good, and three of which one is best by far. */
    @ParameterizedTest
    @CsvSource({"30, 0.6", "30, 0.5", "100, 0.6", "100, 0.5", "250, 0.6", "250, 0.5"})
    void gainsOverTheBestControlHoldTheTruth(int images, double others, TestReporter reporter) {
        SimulatedScores world = SimulatedScores.ordinary(List.of(0.6, 0.6, others, others));
        RandomGenerator random = new Well19937c(images + Math.round(others * 1000));
        List<Contrast> family = List.of(new GainOverBest("arm 0", List.of("arm 1", "arm 2", "arm 3")));
        int held = 0;
        int higher = 0;
        int lower = 0;
        for (int run = 0; run < RUNS; run++) {
            Comparison gain =
                    analysis(world.draw(images, random), run).compare(family).get(0);
            held += ((Interval) gain.difference()).holds(0) ? 1 : 0;
            higher += gain.verdict() == Verdict.HIGHER ? 1 : 0;
            lower += gain.verdict() == Verdict.LOWER ? 1 : 0;
        }
        reporter.publishEntry(
                "gain",
                String.format(
                        "images %d, controls .60 %.2f %.2f, true gain 0: held %.1f %%, called higher %.1f %%, lower %.1f %%",
                        images, others, others, percent(held), percent(higher), percent(lower)));
        assertThat(percent(held)).isGreaterThan(93);
        assertThat(percent(higher)).isLessThan(3.5);
    }

    /** The difference that is to be found four times in five. */
    @ParameterizedTest
    @CsvSource({"30, 1", "100, 1", "250, 1", "100, 7"})
    void theMinimumDetectableDifferenceIsFoundAsOftenAsItSays(int images, int comparisons, TestReporter reporter) {
        double base = 0.7;
        SimulatedScores equal = SimulatedScores.ordinary(List.of(base, base));
        ExpectedData data = EstimatedData.of(equal, images);
        double difference = ((MinimumDetectableDifference.Found)
                        MinimumDetectableDifference.of(data, comparisons, LEVEL, 0.8))
                .difference();
        SimulatedScores world = SimulatedScores.ordinary(List.of(base, base - difference));
        RandomGenerator random = new Well19937c(images + comparisons);
        int found = 0;
        for (int run = 0; run < RUNS; run++) {
            // One comparison at the level that Holm gives to the first of so many.
            Resampling resampling = new Resampling(run, comparisons * RESAMPLES, 1 - (1 - LEVEL) / comparisons);
            Comparison comparison = new Analysis(world.draw(images, random), resampling)
                    .compare(List.of(new Difference("arm 1", "arm 0")))
                    .get(0);
            found += comparison.verdict() == Verdict.LOWER ? 1 : 0;
        }
        reporter.publishEntry(
                "power",
                String.format(
                        "images %d, comparisons %d: %.3f (true %.3f) found %.1f %%; discordance %.3f, correlation %.3f",
                        images,
                        comparisons,
                        difference,
                        world.truth(0) - world.truth(1),
                        percent(found),
                        data.discordance(0),
                        data.imageCorrelation()));
        assertThat(percent(found)).isBetween(75.0, 87.0);
    }

    private static Analysis analysis(ImageScores scores, int run) {
        return new Analysis(scores, new Resampling(run, RESAMPLES, LEVEL));
    }

    private static double percent(int count) {
        return 100.0 * count / RUNS;
    }
}
