// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.train.data.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrainingStateTest {

    private static final TrainingState BEGUN =
            TrainingState.beginning(Map.of("seed", "17"), Map.of("threads", "2", "device", "cpu"));

    @Test
    void whatIsReadIsWhatWasWritten() {
        TrainingState state = BEGUN.after(
                7,
                new Position(0, 3, 5, 1),
                Map.of("weight", 7L),
                new LossWatch.Memory(7, 2.5, 1.5),
                new Pace.Sums(3, 0.1, 1.0 / 3));
        assertThat(TrainingState.read(state.json())).isEqualTo(state);
    }

    @Test
    void aCheckpointOfEarlierCodeHasToldTheNextLineNothing() {
        String old = BEGUN.json().replaceAll("\"pace\":\\{[^}]*\\},", "");
        assertThat(old).doesNotContain("pace");
        assertThat(TrainingState.read(old)).isEqualTo(BEGUN);
    }

    @Test
    void aTrainingRemembersTheMachinesThatItWentThrough() {
        TrainingState there = BEGUN.under(Map.of("threads", "4", "device", "cpu"));
        assertThat(there.facts()).isEqualTo(Map.of("threads", "2, then 4", "device", "cpu"));
        assertThat(there.under(Map.of("threads", "4", "device", "cpu"))).isEqualTo(there);
        TrainingState back = there.under(Map.of("threads", "2", "device", "cpu"));
        assertThat(back.facts()).containsEntry("threads", "2, then 4, then 2");
        assertThat(BEGUN.under(BEGUN.facts())).isEqualTo(BEGUN);
    }
}
