// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

    @Test
    void countsTheVisualTokensThatEnterEachLayer() {
        Schedule schedule = new Schedule(List.of(Stage.keep(1, 6), Stage.keep(3, 2)));
        assertThat(schedule.visualTokensPerLayer(5, 8)).containsExactly(8, 6, 6, 2, 2);
    }

    @Test
    void countsEverythingWhereNothingIsReduced() {
        assertThat(Schedule.none().visualTokensPerLayer(3, 8)).containsExactly(8, 8, 8);
    }

    @Test
    void dropsBeforeTheFirstLayerAndWithdrawsAll() {
        Schedule schedule = new Schedule(List.of(Stage.keep(0, 5), new Stage(Point.decoder(2), new Action.DropAll())));
        assertThat(schedule.visualTokensPerLayer(3, 8)).containsExactly(5, 5, 0);
    }

    @Test
    void aStageInTheVisionTowerCountsFromTheFirstDecoderLayer() {
        Schedule schedule = new Schedule(List.of(new Stage(new Point.Projector(), new Action.Keep(4))));
        assertThat(schedule.visualTokensPerLayer(2, 8)).containsExactly(4, 4);
    }

    @Test
    void ignoresAStageBehindTheModel() {
        assertThat(new Schedule(List.of(Stage.keep(7, 1))).visualTokensPerLayer(2, 8))
                .containsExactly(8, 8);
    }

    @Test
    void refusesStagesOutOfOrder() {
        assertThatThrownBy(() -> new Schedule(List.of(Stage.keep(2, 4), Stage.keep(2, 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stages must be at ascending points, but before layer 2 follows before layer 2");
    }

    @Test
    void refusesCountsThatRise() {
        assertThatThrownBy(() -> new Schedule(List.of(Stage.keep(1, 4), Stage.keep(2, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 follow 4");
    }

    @Test
    void refusesANegativeCount() {
        assertThatThrownBy(() -> Stage.keep(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
