// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.GateRow;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fidelity gates: what was held to be true of model and arms before a number was computed. */
final class GatesSection implements Section {

    @Override
    public String heading() {
        return "Fidelity gates";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .map(Results::gates)
                .filter(gates -> !gates.isEmpty())
                .map(gates -> body(run.manifest(), gates))
                .orElseGet(List::of);
    }

    private static List<Html> body(Manifest manifest, List<GateRow> gates) {
        Map<String, String> expected = new LinkedHashMap<>();
        gates.forEach(row -> expected.putIfAbsent(row.gate(), row.expected()));
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (String gate : expected.keySet()) {
            head = head.and(Tables.columnHeading(gate));
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < manifest.arms().size(); i++) {
            String arm = manifest.arms().get(i).name();
            Html row = Html.element("tr", Tables.number(i), Tables.rowHeading(arm));
            for (String gate : expected.keySet()) {
                row = row.and(Html.element("td", outcome(gates, gate, arm)));
            }
            rows.add(row);
        }
        String caption = "How each gate came out for each arm";
        List<List<String>> meaning = new ArrayList<>();
        expected.forEach((gate, what) -> meaning.add(List.of(gate, "expects " + what + ".")));
        return List.of(
                Html.element(
                        "p",
                        "Tried on this run's own model and first questions. A gate that fails stops the run, so that"
                                + " no number is computed."),
                Words.scrolling(caption, Tables.table(caption, head, rows)),
                Words.terms("facts", meaning));
    }

    private static String outcome(List<GateRow> gates, String gate, String arm) {
        return gates.stream()
                .filter(row -> row.gate().equals(gate) && row.arm().equals(arm))
                .map(GateRow::outcome)
                .findFirst()
                .orElse(Column.NOTHING);
    }
}
