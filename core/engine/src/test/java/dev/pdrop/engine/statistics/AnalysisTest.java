// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import dev.pdrop.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

final class AnalysisTest {

    private static final Resampling RESAMPLING = new Resampling(17, 999, 0.95);
    private static final SimulatedScores WORLD = SimulatedScores.ordinary(List.of(0.7, 0.7, 0.6, 0.2));

    /** On forty images one arm is right on 30, the other one on these and 8 more. */
    @Test
    void tellsArmsApartThatDifferOneWayOnly() {
        ImageScores.Builder scores = ImageScores.of(List.of("full", "reduced"));
        for (int image = 0; image < 40; image++) {
            scores.add("image " + image, List.of(new double[] {image < 38 ? 1 : 0}, new double[] {image < 30 ? 1 : 0}));
        }
        Analysis analysis = new Analysis(scores.build(), RESAMPLING);
        Comparison comparison =
                analysis.compare(List.of(new Difference("reduced", "full"))).get(0);
        assertThat(comparison.difference().estimate()).isCloseTo(-0.2, within(1e-12));
        assertThat(comparison.uncorrectedPValue()).hasValue(2.0 / 256);
        assertThat(comparison.verdict()).isEqualTo(Verdict.LOWER);
        assertThat(comparison.pValue().orElseThrow()).isBetween(2.0 / 256, 0.05);
        Interval interval = (Interval) comparison.difference();
        assertThat(interval.high()).isNegative();
        assertThat(interval.low()).as("Clopper and Pearson, 8 of 40").isGreaterThan(-0.3565);
        assertThat(interval.images()).isEqualTo(40);
        assertThat(interval.questions()).isEqualTo(40);
        assertThat(analysis.accuracies().get(0).estimate()).isEqualTo(0.95);
    }

    @Test
    void fiveDiscordantImagesAreNotEnough() {
        ImageScores.Builder scores = ImageScores.of(List.of("full", "reduced"));
        for (int image = 0; image < 200; image++) {
            scores.add("image " + image, List.of(new double[] {1}, new double[] {image < 5 ? 0 : 1}));
        }
        Comparison comparison = new Analysis(scores.build(), RESAMPLING)
                .compare(List.of(new Difference("reduced", "full")))
                .get(0);
        assertThat(comparison.uncorrectedPValue()).hasValue(2.0 / 32);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_DISTINGUISHABLE);
        assertThat(((Interval) comparison.difference()).high()).isNotNegative();
    }

    @Test
    void armsThatNeverDifferHaveAnIntervalAllTheSame() {
        ImageScores.Builder scores = ImageScores.of(List.of("full", "same"));
        for (int image = 0; image < 30; image++) {
            double[] score = {image % 2};
            scores.add("image " + image, List.of(score, score));
        }
        Comparison comparison = new Analysis(scores.build(), RESAMPLING)
                .compare(List.of(new Difference("same", "full")))
                .get(0);
        Interval interval = (Interval) comparison.difference();
        assertThat(comparison.pValue()).hasValue(1);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NOT_DISTINGUISHABLE);
        assertThat(interval.exact()).as("no image differs, and none says more").isTrue();
        assertThat(interval.low()).isCloseTo(-0.1157, within(0.0001));
        assertThat(interval.high()).isCloseTo(0.1157, within(0.0001));
    }

    @Test
    void saysNothingOfNineImages() {
        Analysis analysis = new Analysis(WORLD.draw(9, new Well19937c(1)), RESAMPLING);
        assertThat(analysis.accuracies()).allSatisfy(estimate -> {
            assertThat(estimate).isInstanceOf(NoStatement.class);
            assertThat(((NoStatement) estimate).reason())
                    .isEqualTo(
                            "expected questions on at least 10 images for an interval, found 9: ask about more images");
        });
        Comparison comparison =
                analysis.compare(List.of(new Difference("arm 0", "arm 3"))).get(0);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NO_STATEMENT);
        assertThat(comparison.pValue()).isEmpty();
        assertThat(comparison.uncorrectedPValue()).isEmpty();
        assertThat(comparison.difference()).isInstanceOf(NoStatement.class);
    }

    @Test
    void saysNothingOfNothing() {
        Analysis analysis =
                new Analysis(ImageScores.of(List.of("full", "reduced")).build(), RESAMPLING);
        assertThat(analysis.accuracies().get(0)).isInstanceOf(NoStatement.class);
        assertThat(analysis.accuracies().get(0).estimate()).isZero();
        assertThat(analysis.compare(List.of(new Difference("reduced", "full")))
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.NO_STATEMENT);
        assertThat(analysis.compare(List.of())).isEmpty();
    }

    @Test
    void namesAnArmThatThereIsNot() {
        Analysis analysis = new Analysis(WORLD.draw(12, new Well19937c(1)), RESAMPLING);
        assertThatThrownBy(() -> analysis.compare(List.of(new Difference("arm 0", "arm 9"))))
                .hasMessage("expected one of the arms [arm 0, arm 1, arm 2, arm 3], found 'arm 9'");
        assertThatThrownBy(() -> new Difference("full", "full"))
                .hasMessage("expected two arms, found 'full' against itself");
        assertThatThrownBy(() -> new GainOverBest("full", List.of("full")))
                .hasMessage("expected controls other than the arm 'full', found [full]");
        assertThatThrownBy(() -> new Resampling(1, 399, 0.95))
                .hasMessage("resamples must be at least 400 for intervals of level 0.95, was 399");
    }

    /** In every line of every report. */
    @Seeds(40)
    void intervalPValueAndVerdictAgree(RandomGenerator random) {
        List<Double> accuracies = random.doubles(5, 0.05, 0.95).boxed().toList();
        SimulatedScores world =
                random.nextBoolean() ? SimulatedScores.ordinary(accuracies) : SimulatedScores.alike(accuracies);
        int images = random.nextInt(10, 60);
        Analysis analysis = new Analysis(
                world.draw(images, new Well19937c(random.nextLong())), new Resampling(random.nextLong(), 499, 0.95));
        List<Contrast> family = new ArrayList<>();
        IntStream.range(1, 5).forEach(arm -> family.add(new Difference("arm " + arm, "arm 0")));
        family.add(new GainOverBest("arm 0", List.of("arm 1", "arm 2", "arm 3")));
        family.add(new GainOverBest("arm 1", List.of("arm 4")));
        assertThat(analysis.compare(family)).hasSize(family.size()).allSatisfy(comparison -> {
            Interval interval = (Interval) comparison.difference();
            double pValue = comparison.pValue().orElseThrow();
            assertThat(interval.holds(0)).isEqualTo(pValue > 0.05);
            assertThat(comparison.verdict() == Verdict.NOT_DISTINGUISHABLE).isEqualTo(pValue > 0.05);
            assertThat(interval.holds(interval.estimate())).isTrue();
            assertThat(interval.low()).isGreaterThanOrEqualTo(-1);
            assertThat(interval.high()).isLessThanOrEqualTo(1);
            assertThat(pValue)
                    .isGreaterThanOrEqualTo(comparison.uncorrectedPValue().orElseThrow());
            if (comparison.verdict() == Verdict.HIGHER) {
                assertThat(interval.low()).isPositive();
            }
            if (comparison.verdict() == Verdict.LOWER) {
                assertThat(interval.high()).isNegative();
            }
        });
        assertThat(analysis.accuracies())
                .allSatisfy(estimate -> assertThat(((Interval) estimate).low()).isBetween(0.0, estimate.estimate()))
                .allSatisfy(estimate -> assertThat(((Interval) estimate).high()).isBetween(estimate.estimate(), 1.0));
    }

    /** Arms against each other and controls: what one control says is what the plain difference says. */
    @Test
    void theGainOverASingleControlIsTheDifference() {
        Analysis analysis = new Analysis(WORLD.draw(40, new Well19937c(2)), RESAMPLING);
        Comparison difference =
                analysis.compare(List.of(new Difference("arm 2", "arm 0"))).get(0);
        Comparison gain = analysis.compare(List.of(new GainOverBest("arm 2", List.of("arm 0"))))
                .get(0);
        assertThat(gain.difference()).isEqualTo(difference.difference());
        assertThat(gain.pValue()).isEqualTo(difference.pValue());
    }

    @Test
    void theGainIsOverTheBestControl() {
        ImageScores scores = WORLD.draw(60, new Well19937c(3));
        double best = Math.max(
                scores.accuracy("arm 1").estimate(), scores.accuracy("arm 2").estimate());
        Comparison gain = new Analysis(scores, RESAMPLING)
                .compare(List.of(new GainOverBest("arm 0", List.of("arm 1", "arm 2", "arm 3"))))
                .get(0);
        assertThat(gain.difference().estimate())
                .isCloseTo(scores.accuracy("arm 0").estimate() - best, within(1e-12));
    }

    /** The twin: resamples as lists of images, every sum anew, every standard error from its definition. */
    @Seeds(5)
    void intervalsAreThoseOfABootstrapWrittenOut(RandomGenerator random) {
        int images = random.nextInt(12, 30);
        ImageScores scores = WORLD.draw(images, new Well19937c(random.nextLong()));
        Interval interval = (Interval) new Analysis(scores, RESAMPLING)
                .compare(List.of(new GainOverBest("arm 2", List.of("arm 0", "arm 1"))))
                .get(0)
                .difference();
        List<double[]> arms = List.of(sums(scores, "arm 0"), sums(scores, "arm 1"), sums(scores, "arm 2"));
        double[] sizes = scores.sizes();
        int[] all = IntStream.range(0, images).toArray();
        double[][] here = {
            difference(arms.get(2), arms.get(0), sizes, all), difference(arms.get(2), arms.get(1), sizes, all)
        };
        double[] gain = here[1][0] < here[0][0] ? here[1] : here[0];
        double[] deviations = new double[RESAMPLING.resamples()];
        Well19937c draws = new Well19937c(RESAMPLING.seed());
        for (int resample = 0; resample < deviations.length; resample++) {
            int[] drawn = IntStream.range(0, images)
                    .map(unused -> draws.nextInt(images))
                    .toArray();
            double[] first = difference(arms.get(2), arms.get(0), sizes, drawn);
            double[] second = difference(arms.get(2), arms.get(1), sizes, drawn);
            double chosenAnew = deviation(second[0] < first[0] ? second : first, gain);
            deviations[resample] =
                    Math.max(chosenAnew, Math.max(deviation(first, here[0]), deviation(second, here[1])));
        }
        Arrays.sort(deviations);
        double low = Math.min(here[0][0] - deviations[949] * here[0][1], here[1][0] - deviations[949] * here[1][1]);
        double high = Math.min(here[0][0] + deviations[949] * here[0][1], here[1][0] + deviations[949] * here[1][1]);
        assertThat(interval.estimate()).isCloseTo(gain[0], within(1e-12));
        // Exact bounds and the permutation test may have the last word; here they seldom have.
        assertThat(interval.low()).isGreaterThanOrEqualTo(low - 1e-9);
        assertThat(interval.high() >= high - 1e-9 || interval.high() >= 0).isTrue();
        if (interval.low() > -0.5 && interval.high() < 0) {
            assertThat(interval.low()).isCloseTo(low, within(1e-9));
            assertThat(interval.high()).isCloseTo(high, within(1e-9));
        }
    }

    private static double deviation(double[] there, double[] here) {
        return Math.abs(there[0] - here[0]) / Math.max(there[1], here[1] / 3);
    }

    /** Controls of which one varies more from image to image than the other, and is a little better or worse. */
    @Seeds(60)
    void whatIsHigherThanTheBestControlIsHigherThanEach(RandomGenerator random) {
        List<String> controls = List.of("arm 1", "arm 2", "arm 3");
        double arm = 0.55 + 0.3 * random.nextDouble();
        SimulatedScores world = SimulatedScores.ordinary(List.of(
                arm,
                arm - 0.25 * random.nextDouble(),
                arm - 0.4 * random.nextDouble(),
                0.02 + 0.2 * random.nextDouble()));
        ImageScores scores = world.draw(random.nextInt(12, 80), new Well19937c(random.nextLong()));
        List<Contrast> family = new ArrayList<>(List.of(new GainOverBest("arm 0", controls)));
        controls.forEach(control -> family.add(new Difference("arm 0", control)));
        List<Comparison> all = new Analysis(scores, new Resampling(random.nextLong(), 499, 0.95)).compare(family);
        Comparison gain = all.get(0);
        List<Comparison> rivals = all.subList(1, all.size());
        if (gain.verdict() == Verdict.HIGHER) {
            assertThat(rivals).allMatch(rival -> rival.verdict() == Verdict.HIGHER);
        }
        if (gain.verdict() == Verdict.LOWER) {
            assertThat(rivals).anyMatch(rival -> rival.verdict() == Verdict.LOWER);
        }
        double lowest = rivals.stream()
                .mapToDouble(rival -> ((Interval) rival.difference()).low())
                .min()
                .orElseThrow();
        assertThat(((Interval) gain.difference()).low()).isLessThanOrEqualTo(lowest + 1e-9);
    }

    @Test
    void theSameSeedGivesTheSameFiguresAndAnotherOneSimilarOnes() {
        ImageScores scores = WORLD.draw(50, new Well19937c(5));
        List<Contrast> family = List.of(new Difference("arm 2", "arm 0"), new Difference("arm 3", "arm 0"));
        List<Comparison> once = new Analysis(scores, RESAMPLING).compare(family);
        assertThat(new Analysis(scores, RESAMPLING).compare(family)).isEqualTo(once);
        List<Comparison> other = new Analysis(scores, new Resampling(18, 999, 0.95)).compare(family);
        Interval first = (Interval) once.get(0).difference();
        Interval second = (Interval) other.get(0).difference();
        assertThat(second).isNotEqualTo(first);
        assertThat(second.low()).isCloseTo(first.low(), within(0.03));
    }

    @Test
    void aLargerFamilyHasWiderIntervals() {
        ImageScores scores = WORLD.draw(100, new Well19937c(6));
        Contrast first = new Difference("arm 1", "arm 0");
        Analysis analysis = new Analysis(scores, RESAMPLING);
        Interval alone = (Interval) analysis.compare(List.of(first)).get(0).difference();
        Interval among = (Interval)
                analysis.compare(List.of(first, new Difference("arm 2", "arm 0"), new Difference("arm 3", "arm 0")))
                        .get(0)
                        .difference();
        assertThat(among.high() - among.low()).isGreaterThan(alone.high() - alone.low());
    }

    private static double[] sums(ImageScores scores, String arm) {
        // A resample of one image once tells its sum.
        return IntStream.range(0, scores.images())
                .mapToDouble(image -> {
                    double[] weights = new double[scores.images()];
                    weights[image] = 1;
                    double size = scores.sizes()[image];
                    return scores.accuracy(arm)
                                    .moments(new Resample(weights, size, size * size))
                                    .value()
                            * size;
                })
                .toArray();
    }

    private static double[] difference(double[] arm, double[] reference, double[] sizes, int[] drawn) {
        double size = Arrays.stream(drawn).mapToDouble(image -> sizes[image]).sum();
        double value = Arrays.stream(drawn)
                        .mapToDouble(image -> arm[image] - reference[image])
                        .sum()
                / size;
        double squares = Arrays.stream(drawn)
                .mapToDouble(image -> Math.pow(arm[image] - reference[image] - value * sizes[image], 2))
                .sum();
        return new double[] {value, Math.sqrt(squares * drawn.length / (drawn.length - 1.0)) / size};
    }
}
