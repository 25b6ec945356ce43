// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.List;

/** The cells of a grid that nothing stands on yet; mutable. */
final class FreeCells {

    private final int grid;
    private final boolean[] taken;

    FreeCells(int grid) {
        this.grid = grid;
        this.taken = new boolean[grid * grid];
    }

    /** Where a block of so many cells fits, from top to bottom and from left to right; the upper left cell of each. */
    List<Cell> places(int rows, int columns) {
        List<Cell> places = new ArrayList<>();
        for (int place = 0; place < taken.length; place++) {
            Cell cell = new Cell(place / grid, place % grid);
            if (isFree(cell, rows, columns)) {
                places.add(cell);
            }
        }
        return places;
    }

    /** The free cells beside a cell. */
    List<Cell> beside(Cell cell) {
        return Direction.ALL.stream()
                .map(cell::next)
                .filter(next -> isFree(next, 1, 1))
                .toList();
    }

    /** Takes a block of cells. */
    void take(Cell cell, int rows, int columns) {
        for (int i = 0; i < rows * columns; i++) {
            taken[index(cell.moved(i / columns, i % columns))] = true;
        }
    }

    private boolean isFree(Cell cell, int rows, int columns) {
        if (cell.row() < 0 || cell.column() < 0 || cell.row() + rows > grid || cell.column() + columns > grid) {
            return false;
        }
        for (int i = 0; i < rows * columns; i++) {
            if (taken[index(cell.moved(i / columns, i % columns))]) {
                return false;
            }
        }
        return true;
    }

    private int index(Cell cell) {
        return cell.row() * grid + cell.column();
    }
}
