// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A grid to which a larger one is averaged.
 *
 * @param rows of the smaller grid
 * @param columns of the smaller grid
 * @param ofRows rows of the larger grid, at least as many
 * @param ofColumns columns of the larger grid, at least as many
 */
record PoolingGrid(int rows, int columns, int ofRows, int ofColumns) {

    /**
     * The grid of exactly so many cells whose ratio of sides is nearest to that of a larger grid; of two that are
     * equally near, the one of fewer rows.
     *
     * @return empty if no such grid lies inside the larger one
     */
    static Optional<PoolingGrid> of(int cells, int ofRows, int ofColumns) {
        return IntStream.rangeClosed(1, Math.min(cells, ofRows))
                .filter(rows -> cells % rows == 0 && cells / rows <= ofColumns)
                .mapToObj(rows -> new PoolingGrid(rows, cells / rows, ofRows, ofColumns))
                .min(Comparator.comparingDouble(PoolingGrid::distortion));
    }

    /** By which factor the ratio of its sides differs from that of the larger grid, at least 1. */
    private double distortion() {
        double across = (double) rows * ofColumns;
        double down = (double) columns * ofRows;
        return Math.max(across, down) / Math.min(across, down);
    }

    /**
     * The cells of the larger grid's side that a cell of the smaller one's covers: from the first to before the last.
     */
    record Window(int first, int end) {

        boolean holds(int cell) {
            return cell >= first && cell < end;
        }

        /** Twice how far a cell lies from the middle. */
        int distance(int cell) {
            return Math.abs(2 * cell - (first + end - 1));
        }
    }

    /** Of a row. */
    Window rowWindow(int row) {
        return window(row, rows, ofRows);
    }

    /** Of a column. */
    Window columnWindow(int column) {
        return window(column, columns, ofColumns);
    }

    private static Window window(int cell, int cells, int of) {
        return new Window(cell * of / cells, ((cell + 1) * of + cells - 1) / cells);
    }
}
