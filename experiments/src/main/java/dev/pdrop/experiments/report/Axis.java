// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A scale of a chart with round numbers on it.
 *
 * @param low where it begins, a multiple of the step
 * @param high where it ends, a multiple of the step, greater than {@code low}
 * @param step from one tick to the next
 */
record Axis(double low, double high, double step) {

    private static final int TICKS = 5;
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** A scale that holds two numbers. */
    static Axis around(double lowest, double highest) {
        double span = highest > lowest ? highest - lowest : Math.max(1e-9, Math.abs(highest) / 2);
        double raw = span / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * 10;
        for (double round : ROUND) {
            if (round * power >= raw * (1 - 1e-9)) {
                step = round * power;
                break;
            }
        }
        double low = step * Math.floor(lowest / step + 1e-9);
        double high = step * Math.ceil(highest / step - 1e-9);
        return new Axis(low, high > low ? high : low + step, step);
    }

    /** Where the ticks are, from low to high. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long count = Math.round((high - low) / step);
        for (long i = 0; i <= count; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** Decimals that tell one tick from the next. */
    int decimals() {
        int decimals = 0;
        double scaled = step;
        while (decimals < 6 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled) {
            scaled *= 10;
            decimals++;
        }
        return decimals;
    }

    /** Where a number lies between low (0) and high (1). */
    double share(double value) {
        return (value - low) / (high - low);
    }
}
