// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

/**
 * A value of a metric.
 *
 * @param key name of the metric
 * @param value finite
 * @param timestamp when it was measured, in milliseconds since 1970
 * @param step orders the values of a metric
 */
public record MetricPoint(String key, double value, long timestamp, long step) {

    /** Gives the name the characters that MLflow takes. */
    public MetricPoint {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite, was " + value);
        }
        key = MlflowLimits.key(key);
    }
}
