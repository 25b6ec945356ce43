// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import java.util.List;

/** Half of the visual tokens before the second layer. */
record Half() implements StageScheduler {
    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        return new Schedule(List.of(Stage.keep(1, visualTokens / 2)));
    }

    @Override
    public String describe() {
        return "half";
    }
}
