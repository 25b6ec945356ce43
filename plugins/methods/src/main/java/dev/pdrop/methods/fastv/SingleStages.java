// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

import dev.pdrop.methods.fastv.SingleStageScheduler.Config;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Single drops with one number left open. */
final class SingleStages {

    private SingleStages() {}

    /** Every count that may stay, from none to all. */
    static ScheduleFamily ofEveryCount(Config config) {
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.whole(0, visualTokens);
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                return planned(
                        new Config(
                                config.layer(),
                                config.dropRatio(),
                                Optional.of(value.intValueExact()),
                                config.rounding()),
                        geometry,
                        visualTokens);
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.of(List.of(value));
            }

            @Override
            public String describe(String value) {
                return config.describe(Integer.toString(config.layer()), "keep " + value);
            }
        };
    }

    /** Every share R that may be dropped, from 0 to 1; the count before rounding is N (1 - R). */
    static ScheduleFamily ofEveryRatio(Config config) {
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.shares();
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                return planned(
                        new Config(config.layer(), value, Optional.empty(), config.rounding()), geometry, visualTokens);
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.of(List.of(visualTokens * (1 - value)));
            }

            @Override
            public String describe(String value) {
                return config.describe(Integer.toString(config.layer()), config.share(value));
            }
        };
    }

    /** Every layer that the drop may be before. */
    static ScheduleFamily ofEveryLayer(Config config) {
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.whole(0, geometry.layers() - 1);
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                return planned(
                        new Config(value.intValueExact(), config.dropRatio(), config.keep(), config.rounding()),
                        geometry,
                        visualTokens);
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.empty();
            }

            @Override
            public String describe(String value) {
                return config.describe(value);
            }
        };
    }

    private static Schedule planned(Config config, Geometry geometry, int visualTokens) {
        return new SingleStageScheduler(config).plan(geometry, visualTokens);
    }
}
