// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LossWatchTest {

    @Test
    void aLossThatIsNoNumberIsNotAccepted() {
        LossWatch watch = new LossWatch(2, LossWatch.Memory.NOTHING);
        assertThat(watch.accepts(1)).isTrue();
        assertThat(watch.accepts(Double.NaN)).isFalse();
        assertThat(new LossWatch(2, LossWatch.Memory.NOTHING).accepts(Double.POSITIVE_INFINITY))
                .isFalse();
    }

    @Test
    void aSingleBadStepIsForgivenAndManyAreNot() {
        LossWatch watch = new LossWatch(2, LossWatch.Memory.NOTHING);
        for (int step = 0; step < 30; step++) {
            assertThat(watch.accepts(1)).isTrue();
        }
        assertThat(watch.accepts(5)).isTrue();
        boolean accepted = true;
        for (int step = 0; step < 20; step++) {
            accepted = watch.accepts(5);
        }
        assertThat(accepted).isFalse();
    }

    @Test
    void goesOnFromWhatItRemembers() {
        LossWatch one = new LossWatch(2, LossWatch.Memory.NOTHING);
        one.accepts(3);
        one.accepts(4);
        LossWatch other = new LossWatch(2, one.memory());
        one.accepts(5);
        other.accepts(5);
        assertThat(other.memory()).isEqualTo(one.memory());
    }
}
