// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.gates.SignalGate;
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
        List<Html> body = new ArrayList<>(List.of(
                Html.element(
                        "p",
                        "Tried on this run's own model and first questions. A gate that fails stops the run, so that"
                                + " no number is computed."),
                Words.scrolling(caption, Tables.table(caption, head, rows)),
                Words.terms("facts", meaning)));
        body.addAll(signals(gates));
        return body;
    }

    private static List<Html> signals(List<GateRow> gates) {
        List<List<String>> found = gates.stream()
                .filter(row -> row.gate().equals(SignalGate.NAME))
                .map(row -> List.of(row.arm(), row.found()))
                .toList();
        return found.isEmpty()
                ? List.of()
                : List.of(
                        Html.element("h3", "The ranking reversed, against random choice"),
                        Html.element(
                                "p",
                                "From the answers of the whole run, on the same schedule, and never fatal: a ranking"
                                        + " without a signal is usual late in a model, where nothing that is dropped"
                                        + " matters any more."),
                        Words.terms("facts", found));
    }

    private static String outcome(List<GateRow> gates, String gate, String arm) {
        return gates.stream()
                .filter(row -> row.gate().equals(gate) && row.arm().equals(arm))
                .map(GateRow::outcome)
                .findFirst()
                .orElse(Column.NOTHING);
    }
}
