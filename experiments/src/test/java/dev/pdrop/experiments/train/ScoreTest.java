// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.experiments.train.course.Tally.Count;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoreTest {

    /** 8 of 10 alone: Wilson's interval by hand is (0.4902, 0.9433). */
    @Test
    void singleQuestionsHaveWilsonsInterval() {
        List<Count> counts = new java.util.ArrayList<>(Collections.nCopies(8, new Count(1, 1)));
        counts.addAll(Collections.nCopies(2, new Count(0, 1)));
        Score score = Score.of(counts);
        assertThat(score.right()).isEqualTo(8);
        // 10 clusters of one: the design effect is 10/9.
        assertThat(score.low()).isCloseTo(0.4732, within(0.005));
        assertThat(score.high()).isCloseTo(0.9478, within(0.005));
    }

    @Test
    void questionsThatAreRightOrWrongTogetherCountAsOne() {
        List<Count> alone = new java.util.ArrayList<>(Collections.nCopies(50, new Count(1, 1)));
        alone.addAll(Collections.nCopies(50, new Count(0, 1)));
        List<Count> together = new java.util.ArrayList<>(Collections.nCopies(50, new Count(10, 10)));
        together.addAll(Collections.nCopies(50, new Count(0, 10)));
        assertThat(Score.of(together).low()).isCloseTo(Score.of(alone).low(), within(1e-9));
    }

    @Test
    void allRightIsNotCertain() {
        Score score = Score.of(Collections.nCopies(20, new Count(1, 1)));
        assertThat(score.share()).isEqualTo(1);
        assertThat(score.high()).isEqualTo(1);
        assertThat(score.low()).isCloseTo(0.8389, within(1e-3));
    }

    /** Twenty images of ten questions each say no more than twenty questions, where nothing tells otherwise. */
    @Test
    void whereEverythingIsRightQuestionsOfAnImageCountAsOne() {
        Score apart = Score.of(Collections.nCopies(20, new Count(1, 1)));
        Score together = Score.of(Collections.nCopies(20, new Count(10, 10)));
        assertThat(together.low()).isCloseTo(apart.low(), within(1e-12));
        assertThat(Score.of(Collections.nCopies(20, new Count(0, 10))).high())
                .isCloseTo(1 - apart.low(), within(1e-12));
    }

    /** (9 + 1)² / (81 + 1) = 1.22 images of equal size. */
    @Test
    void unequalImagesAreWorthFewer() {
        Score unequal = Score.of(List.of(new Count(9, 9), new Count(1, 1)));
        double worth = 100.0 / 82;
        double z = 1.959963984540054;
        assertThat(unequal.low()).isCloseTo(1 / (1 + z * z / worth), within(1e-12));
    }

    /** Wilson's interval of half a question: by hand 0.5 -+ 1.96 sqrt(1/4 + 3.8415/4) / 4.8415. */
    @Test
    void oneImageIsWorthOneQuestion() {
        Score score = Score.of(List.of(new Count(5, 10)));
        assertThat(score.low()).isCloseTo(0.0546, within(1e-3));
        assertThat(score.high()).isCloseTo(0.9454, within(1e-3));
    }

    @Test
    void nothingAskedSaysNothing() {
        assertThat(Score.of(List.of())).isEqualTo(new Score(0, 0, 0, 1));
    }
}
