// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

/**
 * A rectangle of a chart.
 *
 * @param left x of its left side
 * @param top y of its upper side; y grows downwards
 * @param right x of its right side
 * @param bottom y of its lower side
 */
record Box(double left, double top, double right, double bottom) {

    /** A square around a point. */
    static Box around(double x, double y, double radius) {
        return new Box(x - radius, y - radius, x + radius, y + radius);
    }

    boolean overlaps(Box other) {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    boolean holds(Box other) {
        return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
    }
}
