// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Letters of five by eight dots, the lowest row for what hangs below the line, for pictures that look the same on every
 * machine; Java's own need fonts, which a server may not have. Characters beyond ASCII become a box.
 *
 * @param graphics where to
 * @param ink the colour
 */
record Lettering(Graphics2D graphics, Color ink) {

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** Pixels of a dot's edge. */
    private static final int DOT = 3;

    private static final int COLUMNS = 5;
    private static final int DIGITS = 2 * COLUMNS;
    private static final int SPACE = 3;
    private static final char FIRST = ' ';
    private static final String BOX = "7F4141417F";

    /** From the space on, for each character five columns from left to right, the lowest bit on top. */
    private static final String DOTS =
            "000000000000005F00000007000700147F147F14242A7F2A12231308646236495522500005030000"
                    + "001C2241000041221C0014083E081408083E080800A0600000000808080000606000002010080402"
                    + "3E5149453E00427F400042615149462141454B311814127F1027454545393C4A4949300171090503"
                    + "3649494936064949291E003636000000563600000814224100141414141400412214080201510906"
                    + "324979413E7E1111117E7F494949363E414141227F4141221C7F494949417F090909013E4149497A"
                    + "7F0808087F00417F41002040413F017F081422417F404040407F020C027F7F0408107F3E4141413E"
                    + "7F090909063E4151215E7F09192946464949493101017F01013F4040403F1F2040201F3F4038403F"
                    + "631408146307087008076151494543007F41410002040810200041417F0004020102044040404040"
                    + "000102040020545454787F484444383844444420384444487F3854545418087E09010218A4A4A47C"
                    + "7F0804047800447D40000080847D007F1028440000417F40007C041804787C080404783844444438"
                    + "FC2424241818242424FC7C080404084854545420043F4440203C4040207C1C2040201C3C4030403C"
                    + "44281028441CA0A0A07C4464544C44000836410000007F000000413608001008081008";

    /** How many pixels a text is wide. */
    static int width(String text) {
        return text.codePoints().map(Lettering::width).sum() * DOT;
    }

    /**
     * A text in lines, broken between words where it must be, and within one that is wider than a line.
     *
     * @param width of a line in pixels, wider than any character
     */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : SPACES.split(text.strip(), -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (width(longer) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = word;
            while (width(line) > width) {
                int end = line.length();
                while (width(line.substring(0, end)) > width) {
                    end = line.offsetByCodePoints(end, -1);
                }
                lines.add(line.substring(0, end));
                line = line.substring(end);
            }
        }
        lines.add(line);
        return lines;
    }

    /** Writes a line whose upper left end is given. */
    void write(String text, int left, int top) {
        graphics.setColor(ink);
        int[] characters = text.codePoints().toArray();
        int x = left;
        for (int character : characters) {
            String dots = dots(character);
            int first = first(dots);
            for (int column = first; column <= last(dots); column++) {
                int bits = column(dots, column);
                for (int row = 0; row < Byte.SIZE; row++) {
                    if ((bits >> row & 1) == 1) {
                        graphics.fillRect(x + (column - first) * DOT, top + row * DOT, DOT, DOT);
                    }
                }
            }
            x += width(character) * DOT;
        }
    }

    /* In dots, with the gap behind it. */
    private static int width(int character) {
        String dots = dots(character);
        int last = last(dots);
        return last < 0 ? SPACE : last - first(dots) + 2;
    }

    private static int first(String dots) {
        int column = 0;
        while (column < COLUMNS - 1 && column(dots, column) == 0) {
            column++;
        }
        return column;
    }

    /* -1 if there is none. */
    private static int last(String dots) {
        int column = COLUMNS - 1;
        while (column >= 0 && column(dots, column) == 0) {
            column--;
        }
        return column;
    }

    private static int column(String dots, int column) {
        return Integer.parseInt(dots, 2 * column, 2 * column + 2, 16);
    }

    private static String dots(int character) {
        int place = (character - FIRST) * DIGITS;
        return place < 0 || place + DIGITS > DOTS.length() ? BOX : DOTS.substring(place, place + DIGITS);
    }
}
