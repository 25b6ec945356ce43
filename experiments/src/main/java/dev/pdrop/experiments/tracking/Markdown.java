// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import java.util.List;
import java.util.stream.Collectors;

/** Text for MLflow's descriptions, which are Markdown. */
final class Markdown {

    private Markdown() {}

    /** Somebody's text in one line, in which nothing is markup. */
    static String line(String text) {
        return text.strip()
                .replaceAll("\\s+", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|])", "\\\\$1");
    }

    /** A row of a table. */
    static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** The line below the headings of a table: the first column to the left, the others to the right. */
    static String rule(int columns) {
        return "|---|" + "---:|".repeat(columns - 1);
    }
}
