// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.Interval;
import dev.pdrop.engine.statistics.Printed;
import java.util.Optional;

/**
 * The ends of a 95 % interval, in shares of 1.
 *
 * @param low lower end
 * @param high upper end
 */
public record Range(double low, double high) {

    /** The ends of an estimate's interval; absent if there are too few images for one. */
    public static Optional<Range> of(Estimate estimate) {
        return estimate instanceof Interval interval
                ? Optional.of(new Range(interval.low(), interval.high()))
                : Optional.empty();
    }

    /** In percentage points, as {@code -3.1 to 0.4}: no end that is not 0 reads as 0. */
    public String points() {
        return Printed.points(low, high);
    }
}
