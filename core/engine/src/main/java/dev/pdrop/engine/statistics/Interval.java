// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * A figure and where the true one lies.
 *
 * @param estimate in the data at hand, a share of 1 or a difference of shares
 * @param low lower end
 * @param high upper end
 * @param level how often such intervals hold the true figure; of a family of comparisons, all of them at once
 * @param questions behind it
 * @param images behind it: what counts as n
 * @param exact whether it ends at an exact bound because all images say the same there, such as where two arms, or an
 *     arm and one of several controls, have no difference: a bootstrap of that has no width. It is long then because
 *     images are few, not because arms vary
 */
public record Interval(double estimate, double low, double high, double level, int questions, int images, boolean exact)
        implements Estimate {

    /** An interval of the bootstrap. */
    public Interval(double estimate, double low, double high, double level, int questions, int images) {
        this(estimate, low, high, level, questions, images, false);
    }

    /** Checks that it holds its estimate. */
    public Interval {
        if (!(low <= estimate && estimate <= high)) {
            throw new IllegalArgumentException(
                    "expected low <= estimate <= high, found " + low + ", " + estimate + ", " + high);
        }
    }

    /** Whether it holds a value; its ends belong to it. */
    public boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** This interval, made longer if need be so that it holds a value. */
    Interval reaching(double value) {
        return new Interval(estimate, Math.min(low, value), Math.max(high, value), level, questions, images, exact);
    }
}
