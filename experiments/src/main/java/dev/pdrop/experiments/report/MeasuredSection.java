// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.measure.ArmTimes;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.MeasuredRun;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;

/** Measured times: what arms really save, where the run was asked to measure. */
final class MeasuredSection implements Section {

    @Override
    public String heading() {
        return "Measured times";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.measured().map(measured -> body(run.manifest(), measured)).orElseGet(List::of);
    }

    private static List<Html> body(Manifest manifest, MeasuredRun measured) {
        Html head = Html.element("tr", Tables.columnHeading("#"));
        for (String heading : MeasuredRun.headings()) {
            head = head.and(Tables.columnHeading(heading));
        }
        List<Html> rows = new ArrayList<>();
        List<String> names = manifest.arms().stream().map(Manifest.Arm::name).toList();
        for (ArmTimes arm : measured.times().arms()) {
            List<String> cells = MeasuredRun.cells(arm);
            Html row = Html.element("tr", Tables.number(names.indexOf(arm.arm())), Tables.rowHeading(arm.arm()));
            for (String cell : cells.subList(1, cells.size())) {
                row = row.and(Html.element("td", cell).with("class", "number"));
            }
            rows.add(row);
        }
        String caption = "Milliseconds for one question: medians, and 95th percentiles in brackets";
        List<Html> body = new ArrayList<>(List.of(Words.scrolling(caption, Tables.table(caption, head, rows))));
        measured.notes().forEach(note -> body.add(Html.element("p", note)));
        return body;
    }
}
