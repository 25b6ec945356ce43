// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * How much is resampled, and from which seed.
 *
 * @param seed of the random numbers; the same seed, data and settings give the same figures on every machine
 * @param resamples of the bootstrap, at least 20 / (1 - level), so that the tail is not a handful
 * @param level of the intervals, in (0.5, 1); differences are decided at 1 - level
 */
public record Resampling(long seed, int resamples, double level) {

    /** What is usual: 10,000 resamples, 95 %. */
    public static Resampling standard(long seed) {
        return new Resampling(seed, 10_000, 0.95);
    }

    /** Checks the ranges. */
    public Resampling {
        if (!(level > 0.5 && level < 1)) {
            throw new IllegalArgumentException("level must be in (0.5, 1), was " + level);
        }
        int least = (int) Math.ceil(20 / (1 - level) - 1e-9);
        if (resamples < least) {
            throw new IllegalArgumentException(
                    "resamples must be at least " + least + " for intervals of level " + level + ", was " + resamples);
        }
    }

    /** The chance of a difference where there is none that is put up with. */
    double error() {
        return 1 - level;
    }
}
