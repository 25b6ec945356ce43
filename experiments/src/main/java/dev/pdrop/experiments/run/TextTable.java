// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/** Rows of text in columns as wide as they need to be. */
public final class TextTable {

    private TextTable() {}

    /**
     * Lays rows out.
     *
     * @param rows equally long; the first one is the heading
     * @param numbersFrom first column of numbers, which are set flush right
     * @param numbersTo last column of numbers
     */
    public static String of(List<List<String>> rows, int numbersFrom, int numbersTo) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String gap = " ".repeat(widths[column] - row.get(column).length());
                boolean right = column >= numbersFrom && column <= numbersTo;
                line.append(right ? gap + row.get(column) : row.get(column) + gap)
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
