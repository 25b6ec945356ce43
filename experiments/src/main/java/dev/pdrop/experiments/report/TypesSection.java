// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.statistics.NoStatement;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.run.TypeResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Accuracy of each arm for each type of question: where an arm loses what it loses. */
final class TypesSection implements Section {

    private static final String NO_TYPE = "(no type)";

    @Override
    public String heading() {
        return "By type of question";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .map(Results::types)
                .filter(types -> !types.isEmpty())
                .map(types -> body(run.manifest(), types))
                .orElseGet(List::of);
    }

    private static List<Html> body(Manifest manifest, List<TypeResult> types) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        types.forEach(one -> counts.merge(one.type(), one.examples(), Math::max));
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (Map.Entry<String, Integer> type : counts.entrySet()) {
            String name = type.getKey().isEmpty() ? NO_TYPE : type.getKey();
            head = head.and(Tables.columnHeading(name)
                    .and(Html.element("br"), Html.text("n = " + type.getValue()))
                    .with("class", "number"));
        }
        List<Html> rows = new ArrayList<>();
        List<Manifest.Arm> arms = manifest.arms();
        for (int i = 0; i < arms.size(); i++) {
            rows.add(row(i, arms.get(i).name(), counts.keySet().stream().toList(), types));
        }
        String caption = "Accuracy by type of question, n being how many there are";
        List<Html> body = new ArrayList<>();
        body.add(Words.scrolling(caption, Tables.table(caption, head, rows)));
        body.addAll(ExactBounds.note(types.stream().map(TypeResult::accuracyInterval)));
        body.add(Html.element(
                "p",
                "Small figures are 95 % intervals, each of one accuracy by itself; none is given below "
                        + NoStatement.FEWEST_IMAGES
                        + " images. Of so many cells some differ by chance: here is where"
                        + " to look, not a verdict."));
        return body;
    }

    private static Html row(int index, String arm, List<String> names, List<TypeResult> types) {
        Map<String, TypeResult> byType = types.stream()
                .filter(one -> one.arm().equals(arm))
                .collect(Collectors.toMap(TypeResult::type, one -> one));
        Html row = Html.element("tr", Tables.number(index), Tables.rowHeading(arm));
        for (String name : names) {
            TypeResult result = byType.get(name);
            row = row.and(cell(result).with("class", "number"));
        }
        return row;
    }

    private static Html cell(@Nullable TypeResult result) {
        if (result == null) {
            return Html.element("td", Column.NOTHING);
        }
        Html cell = Html.element("td", Figures.percent(result.accuracy()));
        return result.accuracyInterval()
                .map(interval -> cell.and(Html.element("br"), Html.element("small", interval.marked())))
                .orElse(cell);
    }
}
