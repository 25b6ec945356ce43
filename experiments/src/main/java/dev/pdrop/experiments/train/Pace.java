// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.CurvePoint.Seconds;
import java.util.function.LongSupplier;

/** Adds up what some steps were like. Mutable; used by one thread. */
final class Pace {

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long[] spent = new long[4];
    private long begun;
    private long last;
    private int steps;
    private int images;
    private double loss;
    private double norm;

    Pace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.last = begun;
    }

    /** A step begins. */
    void begin() {
        last = nanoTime.getAsLong();
    }

    /** A part of a step is over: 0 data, 1 forward, 2 backward, 3 optimiser. */
    void lap(int part) {
        long now = nanoTime.getAsLong();
        spent[part] += now - last;
        last = now;
    }

    /** A step is over. */
    void step(double ownLoss, double ownNorm, int ownImages) {
        steps++;
        loss += ownLoss;
        norm += ownNorm;
        images += ownImages;
    }

    int steps() {
        return steps;
    }

    /** Seconds of all steps since the beginning. */
    double stepSeconds() {
        return (spent[0] + spent[1] + spent[2] + spent[3]) / NANOS / Math.max(1, steps);
    }

    /** The means, and a new beginning. */
    CurvePoint take(String stage, int step, int all, double learningRate) {
        long now = nanoTime.getAsLong();
        double count = Math.max(1, steps);
        CurvePoint point = new CurvePoint(
                stage,
                step,
                all,
                loss / count,
                learningRate,
                norm / count,
                images / Math.max(1e-9, (now - begun) / NANOS),
                new Seconds(
                        spent[0] / NANOS / count,
                        spent[1] / NANOS / count,
                        spent[2] / NANOS / count,
                        spent[3] / NANOS / count),
                PeakMemory.take());
        java.util.Arrays.fill(spent, 0);
        steps = 0;
        images = 0;
        loss = 0;
        norm = 0;
        begun = now;
        return point;
    }
}
