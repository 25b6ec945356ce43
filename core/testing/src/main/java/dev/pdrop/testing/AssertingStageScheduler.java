// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;

/** A scheduler that checks at each call what {@link StageScheduler} promises. */
public final class AssertingStageScheduler implements StageScheduler {

    private final StageScheduler scheduler;

    /** Wraps a scheduler. */
    public AssertingStageScheduler(StageScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        Asserting.check(visualTokens >= 0, "a plan for %d visual tokens", visualTokens);
        Schedule schedule = scheduler.plan(geometry, visualTokens);
        for (Stage stage : schedule.stages()) {
            Asserting.check(
                    stage.point().compareTo(Point.decoder(geometry.layers())) < 0,
                    "a stage %s of a model with %d layers",
                    stage.point(),
                    geometry.layers());
            Asserting.check(
                    stage.action().visualTokens() <= visualTokens,
                    "a stage %s that keeps %d of %d visual tokens",
                    stage.point(),
                    stage.action().visualTokens(),
                    visualTokens);
        }
        Asserting.check(schedule.equals(scheduler.plan(geometry, visualTokens)), "another plan the second time");
        return schedule;
    }

    @Override
    public String describe() {
        String description = scheduler.describe();
        Asserting.check(
                !description.isBlank() && description.lines().count() == 1 && !description.contains(","),
                "a description that is no cell of a table: '%s'",
                description);
        return description;
    }
}
