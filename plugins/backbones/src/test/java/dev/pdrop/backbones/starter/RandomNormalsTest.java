// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RandomNormalsTest {

    /** Numbers of the first release: they may never change. */
    @Test
    void theSameSeedAndNameGiveTheSameNumbersForEver() {
        assertThat(RandomNormals.of(17, "a.weight", 5, 1))
                .containsExactly(1.1573235f, -2.1344328f, -0.13962592f, -1.1184187f, -0.59607434f);
    }

    @Test
    void seedsAndNamesGiveOtherNumbersAndTheScaleOnlyScales() {
        float[] numbers = RandomNormals.of(17, "a.weight", 4, 1);

        assertThat(RandomNormals.of(18, "a.weight", 4, 1)).doesNotContain(numbers);
        assertThat(RandomNormals.of(17, "b.weight", 4, 1)).doesNotContain(numbers);
        assertThat(RandomNormals.of(17, "a.weight", 3, 2))
                .containsExactly(2 * numbers[0], 2 * numbers[1], 2 * numbers[2]);
    }

    @Test
    void numbersAreNormallyDistributed() {
        int count = 100_001;
        int inside = 0;
        double sum = 0;
        double squares = 0;
        for (float number : RandomNormals.of(1, "w", count, 3)) {
            sum += number;
            squares += number * number;
            inside += Math.abs(number) < 3 ? 1 : 0;
        }

        assertThat(sum / count).isCloseTo(0, within(0.05));
        assertThat(squares / count).isCloseTo(9, within(0.2));
        assertThat(inside / (double) count).isCloseTo(0.6827, within(0.01));
    }
}
