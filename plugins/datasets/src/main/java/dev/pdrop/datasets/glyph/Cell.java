// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A cell of the grid that a picture is divided into.
 *
 * @param row from 0 at the top
 * @param column from 0 at the left
 */
record Cell(int row, int column) {

    /** Side of a cell in pixels. */
    static final int PIXELS = 16;

    /** The cell one step away; may lie outside the grid. */
    Cell next(Direction direction) {
        return new Cell(row + direction.down(), column + direction.right());
    }

    /** The cell so many rows and columns away. */
    Cell moved(int down, int right) {
        return new Cell(row + down, column + right);
    }

    /** The third of the picture that it lies in, from top to bottom. */
    String rowWord(int grid) {
        return Words.ROWS.get(row * 3 / grid);
    }

    /** The third of the picture that it lies in, from left to right. */
    String columnWord(int grid) {
        return Words.COLUMNS.get(column * 3 / grid);
    }
}
