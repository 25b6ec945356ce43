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
import java.util.stream.Stream;

/**
 * Accuracies on two parts of the questions, arm by arm.
 *
 * @param first what the results call one part
 * @param second what they call the other
 * @param caption what is shown
 * @param note how the parts were chosen, a paragraph
 */
record PartsTable(String first, String second, String caption, String note) {

    /** The table and its note; nothing if a run has no such parts. */
    List<Html> of(StoredRun run) {
        return run.results()
                .filter(results -> !of(results, first).isEmpty())
                .map(this::body)
                .orElseGet(List::of);
    }

    private List<Html> body(Results results) {
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (String part : List.of(first, second)) {
            int examples = of(results, part).stream()
                    .mapToInt(PartResult::examples)
                    .max()
                    .orElse(0);
            head = head.and(Tables.columnHeading(part)
                    .and(Html.element("br"), Html.text("n = " + examples))
                    .with("class", "number"));
        }
        List<PartResult> one = of(results, first);
        List<PartResult> other = of(results, second);
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            String arm = one.get(i).arm();
            int place = IntStream.range(0, results.arms().size())
                    .filter(at -> results.arms().get(at).arm().equals(arm))
                    .findFirst()
                    .orElse(0);
            rows.add(Html.element(
                    "tr", Tables.number(place), Tables.rowHeading(arm), cell(one.get(i)), cell(other.get(i))));
        }
        List<Html> body = new ArrayList<>();
        body.add(Words.scrolling(caption, Tables.table(caption, head, rows)));
        body.addAll(ExactBounds.note(Stream.concat(one.stream(), other.stream()).map(PartResult::accuracyInterval)));
        body.add(Html.element("p", note));
        return body;
    }

    private static List<PartResult> of(Results results, String part) {
        return results.parts().stream().filter(one -> one.part().equals(part)).toList();
    }

    private static Html cell(PartResult part) {
        String text = part.examples() == 0 ? Column.NOTHING : Figures.percent(part.accuracy());
        Html cell = Html.element("td", text).with("class", "number");
        return part.accuracyInterval()
                .map(Range::marked)
                .map(points -> cell.and(Html.element("br"), Html.element("small", points)))
                .orElse(cell);
    }
}
