// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

/**
 * A coloured box with characters on it: one digit in one cell, or two letters over two cells of a row.
 *
 * @param colour of the box, unique among the boxes of a picture
 * @param text the characters
 * @param cell the cell, or the left one of the two
 */
record Box(Colour colour, String text, Cell cell) {

    /** Whether it holds letters. */
    boolean isCode() {
        return text.length() > 1;
    }

    /** How many cells wide it is. */
    int cells() {
        return text.length();
    }

    /** Its characters with spaces between them, as they are answered. */
    String words() {
        return String.join(" ", text.split(""));
    }
}
