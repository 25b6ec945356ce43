// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the parity test found, as a table in Markdown. */
final class ParityTable {

    private final List<String> rows = new ArrayList<>();
    private final List<String> notBuilt = new ArrayList<>();

    void add(Comparison comparison) {
        rows.add(comparison.row());
    }

    void addNotBuilt(String fixture, String reason) {
        notBuilt.add("| `" + fixture + "` | not built yet: " + reason + " |");
    }

    String markdown() {
        return String.join("\n", heading(List.of("method", "fixture"), Comparison.COLUMNS))
                + "\n" + String.join("\n", rows)
                + (notBuilt.isEmpty() ? "" : "\n\n" + notBuilt())
                + "\n";
    }

    private String notBuilt() {
        return "| fixture | |\n|---|---|\n" + String.join("\n", notBuilt);
    }

    private static List<String> heading(List<String> first, List<String> others) {
        int columns = first.size() + others.size();
        return List.of(
                "| " + String.join(" | ", first) + " | " + String.join(" | ", others) + " |",
                "|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }
}
