// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LogitsTest {

    @Test
    void takesTheLowerTokenOnATie() {
        Logits logits = new Logits(new float[] {1, 3, 3, 2, 5, 5, 5, 5}, 4);
        assertThat(logits.batch()).isEqualTo(2);
        assertThat(logits.argmax(0)).isEqualTo(1);
        assertThat(logits.argmax(1)).isZero();
    }

    @Test
    void takesAMaximumAmongNegativeAndInfiniteValues() {
        float low = Float.NEGATIVE_INFINITY;
        assertThat(new Logits(new float[] {low, -2, -1, low}, 4).argmax(0)).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoNumberWhereverItStands() {
        for (int token = 0; token < 3; token++) {
            float[] values = {1, 2, 3};
            values[token] = Float.NaN;
            assertThatThrownBy(() -> new Logits(values, 3).argmax(0))
                    .isInstanceOf(FailedRunException.class)
                    .hasMessageContaining("NaN for token " + token);
        }
    }

    /** exp(0) : exp(ln 3) = 1 : 3. */
    @Test
    void givesLogProbabilities() {
        Logits logits = new Logits(new float[] {9, 9, 0, (float) Math.log(3)}, 2);
        assertThat(logits.logProbability(1, 0)).isEqualTo(Math.log(0.25), within(1e-6));
        assertThat(logits.logProbability(1, 1)).isEqualTo(Math.log(0.75), within(1e-6));
    }

    @Test
    void givesLogProbabilitiesOfHugeLogits() {
        Logits logits = new Logits(new float[] {10_000, 10_000}, 2);
        assertThat(logits.logProbability(0, 1)).isEqualTo(-Math.log(2), within(1e-12));
    }

    @Test
    void cannotBeChangedFromOutside() {
        float[] values = {1, 2};
        Logits logits = new Logits(values, 2);
        values[0] = 5;
        logits.row(0)[0] = 5;
        assertThat(logits.row(0)).containsExactly(1, 2);
    }

    @Test
    void refusesRowsThatDoNotFit() {
        assertThatThrownBy(() -> new Logits(new float[3], 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
