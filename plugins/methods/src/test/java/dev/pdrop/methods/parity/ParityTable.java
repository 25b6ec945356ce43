// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the parity test found, as a table in Markdown. */
final class ParityTable {

    private final List<String> rows = new ArrayList<>();

    void add(Comparison comparison) {
        rows.add(comparison.row());
    }

    String markdown() {
        return String.join("\n", heading(List.of("method", "fixture"), Comparison.COLUMNS))
                + "\n" + String.join("\n", rows)
                + "\n";
    }

    private static List<String> heading(List<String> first, List<String> others) {
        int columns = first.size() + others.size();
        return List.of(
                "| " + String.join(" | ", first) + " | " + String.join(" | ", others) + " |",
                "|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }
}
