// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

/**
 * Whether the machine was as fast at the end as before: the unreduced model, timed among the arms and once more behind
 * them.
 *
 * @param before median milliseconds to its first token among the arms
 * @param after the same behind them
 */
public record Drift(double before, double after) {

    /** A machine that moved by more than this share is called noisy. */
    public static final double LIMIT = 0.1;

    /** By which share it became slower, negative if it became faster. */
    public double moved() {
        return after / before - 1;
    }

    /** Whether differences between arms of about {@link #LIMIT} mean nothing. */
    public boolean noisy() {
        return Math.abs(moved()) > LIMIT;
    }
}
