// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;

/**
 * A mean over layers of visual tokens that enter a layer.
 *
 * @param target at least 0
 */
public record AverageTokens(double target) implements Budget {

    @Override
    public double spent(Geometry geometry, Workload workload) {
        return workload.averageTokens();
    }

    @Override
    public double target(Geometry geometry, int visualTokens) {
        return target;
    }

    @Override
    public String unit() {
        return "visual tokens on average";
    }

    @Override
    public String describe() {
        return amount(target);
    }
}
