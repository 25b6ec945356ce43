// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

/**
 * How arms are timed behind the answers; decides nothing about those.
 *
 * @param warmup rounds that do not count, at least 0
 * @param repeats rounds that do, at least 1
 */
public record MeasureSettings(int warmup, int repeats) {

    /** Checks ranges. */
    public MeasureSettings {
        if (warmup < 0) {
            throw new IllegalArgumentException("warmup must be at least 0, was " + warmup);
        }
        if (repeats < 1) {
            throw new IllegalArgumentException("repeats must be at least 1, was " + repeats);
        }
    }
}
