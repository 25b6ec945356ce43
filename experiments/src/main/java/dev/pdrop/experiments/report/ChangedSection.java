// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.run.ChangedAnswer;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A few answers of each arm that differ from those of the unreduced one, to look at. */
final class ChangedSection implements Section {

    @Override
    public String heading() {
        return "Answers that changed";
    }

    @Override
    public List<Html> body(StoredRun run) {
        Map<String, List<ChangedAnswer>> byArm = run.changed().stream()
                .collect(Collectors.groupingBy(ChangedAnswer::arm, LinkedHashMap::new, Collectors.toList()));
        if (byArm.isEmpty()) {
            return List.of();
        }
        List<Html> body = new ArrayList<>();
        body.add(Html.element(
                "p",
                "Answers that differ from those of the model when nothing is dropped, right or wrong: at most 20 of each"
                        + " arm, drawn from all of them by a hash of their ids. Open an arm to see them."));
        byArm.forEach((arm, answers) -> body.add(arm(arm, answers)));
        return body;
    }

    private static Html arm(String arm, List<ChangedAnswer> answers) {
        String caption = arm + ": " + Words.count(answers.size(), "answer");
        Html head = Html.element(
                "tr",
                Tables.columnHeading("example"),
                Tables.columnHeading("question"),
                Tables.columnHeading("accepted"),
                Tables.columnHeading("nothing dropped"),
                Tables.columnHeading("this arm"));
        List<Html> rows = answers.stream().map(ChangedSection::row).toList();
        return Html.element(
                "details",
                Html.element("summary", caption),
                Words.scrolling(caption, Tables.table("Answers of " + arm + " that changed", head, rows)));
    }

    private static Html row(ChangedAnswer one) {
        return Html.element(
                "tr",
                Tables.rowHeading(one.example()),
                Html.element("td", one.question()),
                Html.element("td", String.join(" | ", one.accepted())),
                Html.element("td", one.unreduced()),
                Html.element("td", one.answer()));
    }
}
