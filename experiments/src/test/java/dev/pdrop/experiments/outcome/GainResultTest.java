// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.Resampling;
import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class GainResultTest {

    private static final List<String> ARMS = List.of("method", "random", "uniform");
    private static final GainOverBest GAIN = new GainOverBest("method", List.of("random", "uniform"));

    /**
     * Four questions on three pictures. The method answers three of them; random, asked twice, half of each of two,
     * none of one and all of one, which is two; uniform answers one.
     */
    @Test
    void isTheAccuracyAboveThatOfTheBestControlWhoseReplicatesCountWithTheirMean() {
        ImageScores scores = ImageScores.of(ARMS)
                .add("a", List.of(new double[] {1}, new double[] {1, 0}, new double[] {1}))
                .add("a", List.of(new double[] {1}, new double[] {0, 0}, new double[] {0}))
                .add("b", List.of(new double[] {1}, new double[] {1, 1}, new double[] {0}))
                .add("c", List.of(new double[] {0}, new double[] {0, 1}, new double[] {0}))
                .build();

        GainResult gain = judged(scores, family()).gains().get(0);

        assertThat(gain.bestControl()).isEqualTo("random");
        assertThat(gain.gain()).isCloseTo(0.75 - 0.5, within(1e-12));
        assertThat(gain.rivals()).extracting(PairResult::reference).containsExactly("random", "uniform");
        assertThat(gain.rivals().get(1).difference()).isCloseTo(0.75 - 0.25, within(1e-12));
        assertThat(gain.verdict()).as("three images tell nothing").isEqualTo(Verdict.NO_STATEMENT);
        assertThat(gain.interval()).isEmpty();
        assertThat(gain.sentence())
                .isEqualTo("method: +25.0 points from its best control, random, on too few images to tell that from"
                        + " chance.");
    }

    /** Each control has a half of the images: both are equally good, and the method is better than either by a half. */
    @Test
    void ofEquallyGoodControlsTheFirstIsNamedAndTheIntervalIsThatOfTheEnginesGain() {
        ImageScores.Builder builder = ImageScores.of(ARMS);
        for (int image = 0; image < 40; image++) {
            builder.add(
                    "image " + image,
                    List.of(new double[] {1}, new double[] {image % 2}, new double[] {1 - image % 2}));
        }
        ImageScores scores = builder.build();

        Judgement judgement = judged(scores, family());
        GainResult gain = judgement.gains().get(0);

        assertThat(gain.bestControl()).isEqualTo("random");
        assertThat(gain.gain()).isEqualTo(0.5);
        Comparison comparison = new Analysis(scores, Resampling.standard(17))
                .compare(family().contrasts()).stream()
                        .filter(one -> one.contrast().equals(GAIN))
                        .findFirst()
                        .orElseThrow();
        Interval interval = (Interval) comparison.difference();
        assertThat(gain.interval())
                .contains(new Range(interval.low(), interval.high(), Optional.of(Range.Kind.BOOTSTRAP)));
        assertThat(gain.pValue().orElseThrow()).isEqualTo(comparison.pValue().orElseThrow());
        assertThat(gain.verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(gain.sentence()).startsWith("method: +50.0 points [").endsWith("] over its best control, random.");
        assertThat(judgement.statistics().comparisons())
                .as("three pairs, and the gain over the better of two")
                .isEqualTo(4);
    }

    @Test
    void theGainOverASingleControlIsTheDifferenceToItAndCountsOnce() {
        ImageScores.Builder scores = ImageScores.of(List.of("method", "random"));
        for (int image = 0; image < 40; image++) {
            scores.add("image " + image, List.of(new double[] {image % 4 == 0 ? 0 : 1}, new double[] {image % 2}));
        }
        Family family = Family.of(List.of("method", "random"), List.of("method"))
                .with(List.of(new GainOverBest("method", List.of("random"))), List.of());

        Judgement judgement = Judgement.of(scores.build(), family, 17);

        assertThat(judgement.statistics().comparisons()).isEqualTo(1);
        GainResult gain = judgement.gains().get(0);
        assertThat(gain.pair()).isEqualTo(gain.rivals().get(0));
        assertThat(gain.pair().reversed())
                .as("the pair holds random against the method")
                .isEqualTo(judgement.pairs().get(0));
        assertThat(gain.gain()).isEqualTo(0.25);
    }

    @Test
    void aSingleControlIsNotCalledTheBest() {
        PairResult pair = new PairResult(
                "method",
                "random",
                0.25,
                Optional.of(new Range(0.1, 0.4, Optional.of(Range.Kind.EXACT))),
                Optional.of(0.001),
                Optional.of(0.001),
                Verdict.HIGHER);
        GainResult gain = new GainResult(
                "method",
                "random",
                0.25,
                pair.interval(),
                pair.pValue(),
                pair.uncorrectedPValue(),
                Verdict.HIGHER,
                List.of(pair));

        assertThat(gain.sentence())
                .as("the mark tells an exact bound")
                .isEqualTo("method: +25.0 points [10.0, 40.0]* over its only control, random.");
    }

    /** In every report: a gain is never called one thing and the difference to the best control another. */
    @Seeds(20)
    void gainAndBestControlNeverContradictEachOther(RandomGenerator random) {
        List<String> arms = List.of("method", "random", "uniform", "blind");
        ImageScores.Builder scores = ImageScores.of(arms);
        double better = random.nextDouble(0, 0.4);
        for (int question = 0; question < 120; question++) {
            scores.add(
                    "image " + question / 3,
                    List.of(score(random, 0.5 + better), score(random, 0.5), score(random, 0.55), score(random, 0.3)));
        }
        Family family = Family.of(arms, List.of("method"))
                .with(List.of(new GainOverBest("method", arms.subList(1, 4))), List.of());

        GainResult gain =
                Judgement.of(scores.build(), family, random.nextLong()).gains().get(0);

        PairResult best = gain.rivals().stream()
                .filter(one -> one.reference().equals(gain.bestControl()))
                .findFirst()
                .orElseThrow();
        assertThat(gain.gain())
                .isEqualTo(best.difference())
                .isEqualTo(gain.rivals().stream()
                        .mapToDouble(PairResult::difference)
                        .min()
                        .orElseThrow());
        Range interval = gain.interval().orElseThrow();
        assertThat(interval.low()).isLessThanOrEqualTo(gain.gain());
        assertThat(interval.high()).isGreaterThanOrEqualTo(gain.gain());
        assertThat(interval.low() <= 0 && 0 <= interval.high())
                .isEqualTo(gain.verdict() == Verdict.NOT_DISTINGUISHABLE);
        if (gain.verdict() == Verdict.HIGHER) {
            assertThat(best.verdict()).isEqualTo(Verdict.HIGHER);
        }
    }

    private static double[] score(RandomGenerator random, double right) {
        return new double[] {random.nextDouble() < right ? 1 : 0};
    }

    private static Family family() {
        return Family.of(ARMS, List.of("method")).with(List.of(GAIN), List.of(new Difference("method", "random")));
    }

    private static Judgement judged(ImageScores scores, Family family) {
        return Judgement.of(scores, family, 17);
    }
}
