// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A coloured shape in a cell.
 *
 * @param colour what it is filled with
 * @param shape unique in a picture together with the colour
 * @param size how big
 * @param cell where
 */
record Thing(Colour colour, Shape shape, Size size, Cell cell) {

    /** What it is asked for by. */
    Look look() {
        return new Look(colour, shape);
    }

    /** What it is called, such as {@code red ring}. */
    String words() {
        return look().words();
    }
}
