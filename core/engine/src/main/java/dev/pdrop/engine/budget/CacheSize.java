// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import ai.djl.ndarray.types.DataType;
import dev.pdrop.engine.cost.KeyValueCache;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Geometry;
import java.util.Locale;

/**
 * Keys and values that a prefill leaves behind.
 *
 * @param dataType how they are stored
 * @param target in MiB, at least 0
 */
public record CacheSize(DataType dataType, double target) implements Budget {

    private static final double MEBI = 1 << 20;

    @Override
    public double spent(Geometry geometry, Workload workload) {
        return new KeyValueCache(geometry, dataType).bytes(workload) / MEBI;
    }

    @Override
    public double target(Geometry geometry, int visualTokens) {
        return target;
    }

    @Override
    public String unit() {
        return "MiB of keys and values (" + dataType.name().toLowerCase(Locale.ROOT) + ")";
    }

    @Override
    public String describe() {
        return amount(target);
    }
}
