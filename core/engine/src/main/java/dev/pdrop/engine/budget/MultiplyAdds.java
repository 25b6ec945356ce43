// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.cost.CostConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;

/**
 * Multiply-adds of a prefill under a named convention.
 *
 * @param convention what is counted
 * @param target in 10^12, at least 0
 */
public record MultiplyAdds(CostConvention convention, double target) implements Budget {

    private static final double TERA = 1e12;

    @Override
    public double spent(Geometry geometry, Workload workload) {
        return convention.multiplyAdds(geometry, workload) / TERA;
    }

    @Override
    public double target(Geometry geometry, int visualTokens) {
        return target;
    }

    @Override
    public String unit() {
        return "TMAC (" + convention.name() + ")";
    }

    @Override
    public String describe() {
        return amount(target);
    }
}
