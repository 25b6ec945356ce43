// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class HolmTest {

    private static final Offset<Double> DIGITS = Offset.offset(1e-12);

    @Test
    void multipliesTheSmallestByAllAndTheLargestByOne() {
        assertThat(Holm.corrected(new double[] {0.01, 0.04, 0.03, 0.005}))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, DIGITS);
    }

    /**
     * Fifteen end points of a trial: three of them are left at .05, as with Bonferroni.
     *
     * @source Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995, their example
     */
    @Test
    void agreesWithTheFifteenEndPoints() {
        double[] trial = {
            .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1.000
        };
        double[] corrected = Holm.corrected(trial);
        assertThat(Arrays.copyOf(corrected, 4)).containsExactly(new double[] {.0015, .0056, .0247, .114}, DIGITS);
        assertThat(Arrays.stream(corrected).filter(value -> value <= .05).count())
                .isEqualTo(3);
    }

    @Test
    void nothingIsAboveOneAndAFamilyOfOneStaysAsItIs() {
        assertThat(Holm.corrected(new double[] {0.6, 0.9})).containsExactly(1, 1);
        assertThat(Holm.corrected(new double[] {0.02})).containsExactly(0.02);
        assertThat(Holm.corrected(new double[0])).isEmpty();
    }

    /** Holm as he put it: go up from the smallest and stop at the first that is above its share of the error. */
    @Seeds(50)
    void rejectsWhatTheSequenceOfTestsRejects(RandomGenerator random) {
        double[] pValues = random.doubles(random.nextInt(1, 10), 0, 0.06).toArray();
        double[] corrected = Holm.corrected(pValues);
        double[] ascending = pValues.clone();
        Arrays.sort(ascending);
        int rejected = 0;
        while (rejected < ascending.length && ascending[rejected] <= 0.05 / (ascending.length - rejected)) {
            rejected++;
        }
        assertThat(Arrays.stream(corrected).filter(value -> value <= 0.05).count())
                .isEqualTo(rejected);
    }
}
