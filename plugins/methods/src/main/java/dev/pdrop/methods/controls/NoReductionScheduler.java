// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;

/**
 * The schedule of the untouched model: no stages.
 *
 * @source none; the reference that every method is measured against
 */
public final class NoReductionScheduler implements StageScheduler {

    /** What chooses it in a configuration. */
    public static final String NAME = "none";

    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        return Schedule.none();
    }

    @Override
    public String describe() {
        return "none";
    }

    /** No settings. */
    public record Config() {}

    /** Makes it from its configuration. */
    public static final class Factory implements StageSchedulerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "No reduction: the untouched model.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public StageScheduler create(Config config) {
            return new NoReductionScheduler();
        }
    }
}
