// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.StageScheduler;

/**
 * The average visual tokens of another schedule, for each number of visual tokens anew.
 *
 * @param name what the other one is called
 * @param other plans what is to be equalled
 */
public record SameAverageTokens(String name, StageScheduler other) implements Budget {

    @Override
    public double spent(Geometry geometry, Workload workload) {
        return workload.averageTokens();
    }

    @Override
    public double target(Geometry geometry, int visualTokens) {
        int[] counts = other.plan(geometry, visualTokens).visualTokensPerLayer(geometry.layers(), visualTokens);
        return Workload.ofVisualTokens(counts).averageTokens();
    }

    @Override
    public String unit() {
        return "visual tokens on average";
    }

    @Override
    public String describe() {
        return "the visual tokens on average of " + name + " (" + other.describe() + ")";
    }
}
