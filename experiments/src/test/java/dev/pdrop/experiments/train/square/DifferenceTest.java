// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.experiments.train.course.Tally.Count;
import dev.pdrop.testing.SeededRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeededRandom.class)
final class DifferenceTest {

    /**
     * Four images of two questions: one more right about one image, the same about the others. 1 of 8 is 12.5 points;
     * by hand the squares of what is left of each image's difference are .75², .25², .25² and .25², .75 in all, and the
     * variance .75 x 4/3 / 64 = 1/64: 1.96 / 8 = 24.5 points.
     */
    @Test
    void comparesImageByImage() {
        List<Count> base = List.of(new Count(1, 2), new Count(2, 2), new Count(0, 2), new Count(1, 2));
        List<Count> counts = List.of(new Count(2, 2), new Count(2, 2), new Count(0, 2), new Count(1, 2));
        Difference difference = Difference.of(counts, base);
        assertThat(difference.points()).isEqualTo(12.5);
        assertThat(difference.margin()).isCloseTo(24.5, within(0.01));
    }

    @Test
    void nothingDiffersFromItself() {
        List<Count> counts = Collections.nCopies(5, new Count(1, 2));
        assertThat(Difference.of(counts, counts)).isEqualTo(new Difference(0, 0));
    }

    /** 400 repetitions of 60 images whose two models are equally good in truth: the interval holds 0 in 92 to 98 %. */
    @Test
    void theIntervalHoldsTheTruthAboutAsOftenAsItSays(RandomGenerator random) {
        int holds = 0;
        for (int repetition = 0; repetition < 400; repetition++) {
            List<Count> base = new ArrayList<>();
            List<Count> counts = new ArrayList<>();
            for (int image = 0; image < 60; image++) {
                double ease = random.nextDouble();
                base.add(answers(random, ease));
                counts.add(answers(random, ease));
            }
            Difference difference = Difference.of(counts, base);
            holds += Math.abs(difference.points()) <= difference.margin() ? 1 : 0;
        }
        assertThat(holds / 400.0).isBetween(0.92, 0.98);
    }

    private static Count answers(RandomGenerator random, double ease) {
        int right = 0;
        for (int question = 0; question < 5; question++) {
            right += random.nextDouble() < ease ? 1 : 0;
        }
        return new Count(right, 5);
    }
}
