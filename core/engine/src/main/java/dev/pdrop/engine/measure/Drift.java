// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

/**
 * Whether the machine was as fast at the end as before: the unreduced model, timed among the arms and once more behind
 * them.
 *
 * @param beforeMillis median time to its first token among the arms
 * @param afterMillis the same behind them
 * @param moved by which share it became slower, negative if it became faster
 * @param noisy whether it moved by more than {@value #LIMIT}, so that differences between arms of that size mean
 *     nothing
 */
public record Drift(double beforeMillis, double afterMillis, double moved, boolean noisy) {

    /** A machine that moved by more than this share is called noisy. */
    public static final double LIMIT = 0.1;

    static Drift between(Timing before, Timing after) {
        double moved = after.p50() / before.p50() - 1;
        return new Drift(before.p50(), after.p50(), moved, Math.abs(moved) > LIMIT);
    }
}
