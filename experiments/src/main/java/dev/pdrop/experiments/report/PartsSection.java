// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.PartResult;
import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Accuracy on the questions that need their picture, which are those that say something about dropping it. */
final class PartsSection implements Section {

    @Override
    public String heading() {
        return "Questions that need their picture";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results -> !results.parts().isEmpty())
                .map(PartsSection::body)
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results) {
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (String part : List.of(PartResult.NEEDED, PartResult.NOT_NEEDED)) {
            int examples = of(results, part).stream()
                    .mapToInt(PartResult::examples)
                    .max()
                    .orElse(0);
            head = head.and(Tables.columnHeading(part)
                    .and(Html.element("br"), Html.text("n = " + examples))
                    .with("class", "number"));
        }
        List<PartResult> needed = of(results, PartResult.NEEDED);
        List<PartResult> notNeeded = of(results, PartResult.NOT_NEEDED);
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            String arm = needed.get(i).arm();
            int place = IntStream.range(0, results.arms().size())
                    .filter(one -> results.arms().get(one).arm().equals(arm))
                    .findFirst()
                    .orElse(0);
            rows.add(Html.element(
                    "tr", Tables.number(place), Tables.rowHeading(arm), cell(needed.get(i)), cell(notNeeded.get(i))));
        }
        String caption = "Accuracy on questions that an arm without pictures gets wrong, and right";
        return List.of(
                Words.scrolling(caption, Tables.table(caption, head, rows)),
                Html.element(
                        "p",
                        "A question that is answered right without its picture says nothing about dropping parts of it. Which"
                                + " those are is told by the answers of one arm, some of which are lucky, so that arm is not in"
                                + " the table."));
    }

    private static List<PartResult> of(Results results, String part) {
        return results.parts().stream().filter(one -> one.part().equals(part)).toList();
    }

    private static Html cell(PartResult part) {
        String text = part.examples() == 0 ? Column.NOTHING : Figures.percent(part.accuracy());
        Html cell = Html.element("td", text).with("class", "number");
        return part.accuracyInterval()
                .map(Range::points)
                .map(points -> cell.and(Html.element("br"), Html.element("small", points)))
                .orElse(cell);
    }
}
