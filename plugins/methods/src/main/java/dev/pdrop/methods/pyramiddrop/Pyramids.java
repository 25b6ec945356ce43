// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import dev.pdrop.methods.pyramiddrop.PyramidScheduler.Config;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Pyramids with one number left open. */
final class Pyramids {

    private Pyramids() {}

    /** Every lambda from 0 to 1; counts before rounding are N lambda^s. */
    static ScheduleFamily ofEveryLambda(Config given) {
        // Ratios would leave lambda without effect.
        Config config = new Config(given.stages(), given.lambda(), given.layers(), Optional.empty(), given.rounding());
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.shares();
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                return new PyramidScheduler(new Config(
                                config.stages(), value, config.layers(), Optional.empty(), config.rounding()))
                        .plan(geometry, visualTokens);
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                int drops = config.layers(geometry.layers()).size();
                return Optional.of(IntStream.rangeClosed(1, drops)
                        .mapToObj(stage -> visualTokens * Math.pow(value, stage))
                        .toList());
            }

            @Override
            public String describe(String value) {
                return config.describe(value);
            }
        };
    }

    /** Every first layer before the second one; the others stay where they are. */
    static ScheduleFamily ofEveryFirstLayer(Config config) {
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                List<Integer> layers = config.layers(geometry.layers());
                return Range.whole(0, (layers.size() > 1 ? layers.get(1) : geometry.layers()) - 1);
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                List<Integer> layers = new ArrayList<>(config.layers(geometry.layers()));
                if (!layers.isEmpty()) {
                    layers.set(0, value.intValueExact());
                }
                Optional<List<Integer>> moved = layers.isEmpty() ? Optional.empty() : Optional.of(layers);
                return new PyramidScheduler(
                                new Config(config.stages(), config.lambda(), moved, config.ratios(), config.rounding()))
                        .plan(geometry, visualTokens);
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.empty();
            }

            @Override
            public String describe(String value) {
                String rest = config.layers()
                        .map(layers -> PyramidScheduler.spaced(layers.subList(1, layers.size())))
                        .map(layers -> layers.isEmpty() ? "" : " " + layers)
                        .orElse(" and those of stages " + config.stages());
                return config.describe("layers " + value + rest, config.lambda().toPlainString());
            }
        };
    }
}
