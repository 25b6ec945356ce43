// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Map;

/** Characters of five by seven pixels. */
final class Font {

    /** Pixels from left to right. */
    static final int WIDTH = 5;

    /** Pixels from top to bottom. */
    static final int HEIGHT = 7;

    /** For each character five bytes in hexadecimal: its columns from left to right, the lowest bit on top. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("0", "3E5149453E"),
            Map.entry("1", "00427F4000"),
            Map.entry("2", "4261514946"),
            Map.entry("3", "2141454B31"),
            Map.entry("4", "1814127F10"),
            Map.entry("5", "2745454539"),
            Map.entry("6", "3C4A494930"),
            Map.entry("7", "0171090503"),
            Map.entry("8", "3649494936"),
            Map.entry("9", "064949291E"),
            Map.entry("A", "7E1111117E"),
            Map.entry("C", "3E41414122"),
            Map.entry("E", "7F49494941"),
            Map.entry("F", "7F09090901"),
            Map.entry("H", "7F0808087F"),
            Map.entry("J", "2040413F01"),
            Map.entry("K", "7F08142241"),
            Map.entry("L", "7F40404040"),
            Map.entry("N", "7F0408107F"),
            Map.entry("P", "7F09090906"),
            Map.entry("R", "7F09192946"),
            Map.entry("T", "01017F0101"),
            Map.entry("U", "3F4040403F"),
            Map.entry("X", "6314081463"),
            Map.entry("Y", "0708700807"),
            Map.entry("Z", "6151494543"));

    private Font() {}

    /**
     * Whether a pixel belongs to a character.
     *
     * @param character one of {@link Words#DIGITS} or {@link Words#LETTERS}
     * @param x from 0 to {@link #WIDTH} - 1
     * @param y from 0 to {@link #HEIGHT} - 1
     */
    static boolean covers(String character, int x, int y) {
        String columns = COLUMNS.get(character);
        if (columns == null) {
            throw new IllegalArgumentException("no character of this font: " + character);
        }
        return ((Integer.parseInt(columns, 2 * x, 2 * x + 2, 16) >> y) & 1) == 1;
    }
}
