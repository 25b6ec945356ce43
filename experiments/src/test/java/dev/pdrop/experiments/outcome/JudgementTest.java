// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JudgementTest {

    private static final Family EVERY_PAIR = Family.of(List.of("full", "half", "copy"), List.of("full"));

    /** Forty images with one question each: full is always right, half every second time, copy as half is. */
    private static ImageScores scores(int images) {
        ImageScores.Builder scores = ImageScores.of(List.of("full", "half", "copy"));
        for (int image = 0; image < images; image++) {
            double right = image % 2;
            scores.add("image " + image, List.of(new double[] {1}, new double[] {right}, new double[] {right}));
        }
        return scores.build();
    }

    @Test
    void tellsApartWhatDiffersAndNotWhatDoesNot() {
        Judgement judgement = Judgement.of(scores(40), EVERY_PAIR, 17);

        assertThat(judgement.statistics())
                .isEqualTo(new Statistics(0.95, 10_000, 17, 40, 40, "full", "every pair of arms", 3, ""));
        assertThat(judgement.pairs())
                .extracting(pair -> pair.arm() + " against " + pair.reference() + ": " + pair.verdict())
                .containsExactly(
                        "half against full: LOWER",
                        "copy against full: LOWER",
                        "copy against half: NOT_DISTINGUISHABLE");
        assertThat(judgement.pairs()).allSatisfy(pair -> {
            Range interval = pair.interval().orElseThrow();
            assertThat(interval.low() <= 0 && 0 <= interval.high())
                    .as("interval, p-value and verdict agree")
                    .isEqualTo(pair.verdict() == Verdict.NOT_DISTINGUISHABLE)
                    .isEqualTo(pair.pValue().orElseThrow() > 0.05);
        });
        assertThat(judgement.pairs())
                .extracting(pair -> pair.interval().orElseThrow().kind().orElseThrow())
                .as("no score of half and its copy differs")
                .containsExactly(Range.Kind.BOOTSTRAP, Range.Kind.BOOTSTRAP, Range.Kind.EXACT);
        assertThat(Range.of(judgement.accuracies().get(0)).orElseThrow().exact())
                .as("full is always right")
                .isTrue();
        assertThat(judgement.pairs().get(0).points()).isEqualTo("-50.0");
        assertThat(judgement.pairs().get(0).printedPValue()).isEqualTo("< 0.001");
        assertThat(judgement.accuracies().get(1).estimate()).isEqualTo(0.5);
        assertThat(Range.of(judgement.accuracies().get(1)).orElseThrow().low()).isBetween(0.3, 0.4);
    }

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(Judgement.of(scores(40), EVERY_PAIR, 17))
                .isEqualTo(Judgement.of(scores(40), EVERY_PAIR, 17))
                .isNotEqualTo(Judgement.of(scores(40), EVERY_PAIR, 18));
    }

    @Test
    void saysNothingOfTooFewImages() {
        Judgement judgement = Judgement.of(scores(9), EVERY_PAIR, 17);

        assertThat(judgement.statistics().noStatement())
                .isEqualTo("expected questions on at least 10 images for an interval, found 9: ask about more images");
        assertThat(judgement.pairs()).allSatisfy(pair -> {
            assertThat(pair.verdict()).isEqualTo(Verdict.NO_STATEMENT);
            assertThat(pair.interval()).isEmpty();
            assertThat(pair.printedPValue()).isEmpty();
        });
        assertThat(judgement.accuracies())
                .allMatch(accuracy -> Range.of(accuracy).isEmpty());
        assertThat(Headline.of(judgement.statistics(), judgement.gains(), judgement.pairs()))
                .containsExactly(
                        "No statement is made: expected questions on at least 10 images for an interval, found 9:"
                                + " ask about more images.");
    }
}
