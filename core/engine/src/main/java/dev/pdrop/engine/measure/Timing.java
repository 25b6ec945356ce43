// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import java.util.List;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * How long something took, in milliseconds.
 *
 * @param p50 the median over repeats
 * @param p95 so long or less in 95 of 100 repeats; of few repeats the longest
 */
public record Timing(double p50, double p95) {

    private static final double NANOS = 1e6;

    /** Of repeats in nanoseconds, at least one. */
    static Timing ofNanos(List<Long> repeats) {
        Percentile percentile = new Percentile();
        percentile.setData(repeats.stream().mapToDouble(nanos -> nanos / NANOS).toArray());
        return new Timing(percentile.evaluate(50), percentile.evaluate(95));
    }
}
