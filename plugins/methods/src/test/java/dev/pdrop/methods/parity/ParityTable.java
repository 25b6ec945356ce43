// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the parity test found, as a table in Markdown. */
final class ParityTable {

    private final Map<String, String> rows = new TreeMap<>();
    private final Map<String, String> notBuilt = new TreeMap<>();

    void add(String fixture, Comparison comparison) {
        rows.put(fixture, comparison.row());
    }

    void addNotBuilt(String fixture, String reason) {
        notBuilt.put(fixture, "| `" + fixture + "` | not built yet: " + reason + " |");
    }

    String markdown() {
        return String.join("\n", heading(List.of("method", "fixture"), Comparison.COLUMNS))
                + "\n" + String.join("\n", rows.values())
                + (notBuilt.isEmpty() ? "" : "\n\n" + notBuilt())
                + "\n";
    }

    private String notBuilt() {
        return "| fixture | |\n|---|---|\n" + String.join("\n", notBuilt.values());
    }

    private static List<String> heading(List<String> first, List<String> others) {
        int columns = first.size() + others.size();
        return List.of(
                "| " + String.join(" | ", first) + " | " + String.join(" | ", others) + " |",
                "|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }
}
