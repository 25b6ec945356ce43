// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;

/**
 * A chart of four bars on a panel of three by three cells.
 *
 * @param cell the panel's upper left cell
 * @param bars from left to right
 */
record Chart(Cell cell, List<Bar> bars) {

    /** Rows and columns that the panel takes. */
    static final int CELLS = 3;

    /** How many bars there are. */
    static final int BARS = 4;

    /** The greatest height of a bar. */
    static final int HIGHEST = 5;

    /** Copies the bars. */
    Chart {
        bars = List.copyOf(bars);
    }
}
