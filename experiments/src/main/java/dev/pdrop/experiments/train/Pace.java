// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.CurvePoint.Seconds;
import java.util.function.LongSupplier;

/**
 * Adds up what some steps were like. Times are those of this process alone; all else goes on from where an earlier one
 * stopped. Mutable; used by one thread.
 */
final class Pace {

    private static final double NANOS = 1e9;

    private final LongSupplier nanoTime;
    private final long[] spent = new long[4];
    private long begun;
    private long last;
    private int steps;
    private int images;
    private Sums sums;

    /**
     * What does not depend on time.
     *
     * @param steps so many were added up
     * @param loss of all of them
     * @param norm of their gradients
     */
    record Sums(int steps, double loss, double norm) {

        static final Sums NOTHING = new Sums(0, 0, 0);

        Sums and(double ownLoss, double ownNorm) {
            return new Sums(steps + 1, loss + ownLoss, norm + ownNorm);
        }
    }

    /**
     * A pace.
     *
     * @param before what an earlier process has added up since the last line of the curve
     */
    Pace(LongSupplier nanoTime, Sums before) {
        this.nanoTime = nanoTime;
        this.sums = before;
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
        sums = sums.and(ownLoss, ownNorm);
        images += ownImages;
    }

    /** What the next line has been told so far. */
    Sums sums() {
        return sums;
    }

    /** Seconds of all steps since the beginning. */
    double stepSeconds() {
        return (spent[0] + spent[1] + spent[2] + spent[3]) / NANOS / Math.max(1, steps);
    }

    /** The means, and a new beginning. */
    CurvePoint take(String stage, int step, int all, double learningRate) {
        long now = nanoTime.getAsLong();
        double own = Math.max(1, steps);
        double count = Math.max(1, sums.steps());
        CurvePoint point = new CurvePoint(
                stage,
                step,
                all,
                sums.loss() / count,
                learningRate,
                sums.norm() / count,
                images / Math.max(1e-9, (now - begun) / NANOS),
                new Seconds(
                        spent[0] / NANOS / own, spent[1] / NANOS / own, spent[2] / NANOS / own, spent[3] / NANOS / own),
                PeakMemory.take());
        java.util.Arrays.fill(spent, 0);
        steps = 0;
        images = 0;
        sums = Sums.NOTHING;
        begun = now;
        return point;
    }
}
