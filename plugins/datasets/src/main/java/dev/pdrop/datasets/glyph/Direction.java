// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Locale;

/** Where a neighbour stands. */
public enum Direction {
    /** In the column before. */
    LEFT(0, -1),
    /** In the column behind. */
    RIGHT(0, 1),
    /** In the row above. */
    ABOVE(-1, 0),
    /** In the row below. */
    BELOW(1, 0);

    static final List<Direction> ALL = List.of(values());

    private final int down;
    private final int right;

    Direction(int down, int right) {
        this.down = down;
        this.right = right;
    }

    /** What it is called in questions. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Rows to go. */
    int down() {
        return down;
    }

    /** Columns to go. */
    int right() {
        return right;
    }
}
