// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * Two ends.
 *
 * @param low lower end
 * @param high upper end
 */
record Bounds(double low, double high) {

    /** What both hold. */
    Bounds within(Bounds other) {
        return new Bounds(Math.max(low, other.low), Math.min(high, other.high));
    }
}
