// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.outcome.Headline;
import dev.pdrop.experiments.outcome.Statistics;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table: one row an arm, and what each column means. */
final class ResultsSection implements Section {

    @Override
    public String heading() {
        return "Results";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results().map(results -> complete(run.manifest(), results)).orElseGet(() -> unfinished(run));
    }

    private static List<Html> complete(Manifest manifest, Results results) {
        double largest = results.arms().stream()
                .mapToDouble(ArmResult::teraMultiplyAdds)
                .max()
                .orElse(0);
        List<Column> columns = Column.all(results, Arithmetic.fitting(largest));
        String caption = "Every arm on the same " + Words.count(manifest.examples(), "question");
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (Column column : columns) {
            head = head.and(
                    column.number()
                            ? Tables.columnHeading(column.heading()).with("class", "number")
                            : Tables.columnHeading(column.heading()));
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < results.arms().size(); i++) {
            rows.add(row(i, results.arms().get(i), columns));
        }
        List<Html> body = new ArrayList<>(headline(results));
        body.add(Words.scrolling(caption, Tables.table(caption, head, rows)));
        body.addAll(ExactBounds.note(
                Stream.concat(
                        results.arms().stream().map(ArmResult::accuracyInterval),
                        results.gains().stream().map(GainResult::interval)),
                results.statistics().map(Statistics::images).orElse(0)));
        body.addAll(schedules(results));
        body.add(Html.element("h3", "What the columns mean"));
        body.add(Words.terms(
                "meanings",
                columns.stream()
                        .map(column -> List.of(column.heading(), column.meaning()))
                        .toList()));
        return body;
    }

    /** What came out, in words. */
    private static List<Html> headline(Results results) {
        Optional<Statistics> statistics = results.statistics();
        if (statistics.isEmpty()) {
            return List.of(Html.element(
                    "p",
                    "An earlier version of pdrop wrote these results, without intervals: a small difference between two"
                            + " arms may be chance. The same run, started again, has them."));
        }
        List<Html> headline = new ArrayList<>();
        headline.add(Html.element("ul")
                .with("class", "headline")
                .and(Headline.of(statistics.get(), results.gains(), results.pairs()).stream()
                        .map(sentence -> Html.element("li", sentence))
                        .toList()));
        if (results.schema() >= Results.SCHEMA_WITH_CONTROLS
                && results.controls().optedOut()) {
            headline.add(Html.element(
                            "p",
                            "No control arms were attached: this experiment opts out of them (controls = none). Whether a"
                                    + " method beats chance can be read here only where an arm of its own drops at random.")
                    .with("class", "opted-out"));
        }
        results.detectable().ifPresent(foretold -> headline.add(foretold(foretold)));
        return headline;
    }

    /** Beside what was found stands what could be: "not distinguishable" means little where nothing could. */
    private static Html foretold(Detectable detectable) {
        return Html.element("p", "What it could find, as said before the run: " + detectable.sentence())
                .with("class", "detectable");
    }

    /** What the table has no room for: schedules whose budgets say at length what they came to. */
    private static List<Html> schedules(Results results) {
        List<Html> rows = results.arms().stream()
                .filter(arm -> !arm.shortSchedule().equals(arm.schedule()))
                .map(arm -> Html.element("tr", Tables.rowHeading(arm.arm()), Html.element("td", arm.schedule())))
                .toList();
        if (rows.isEmpty()) {
            return List.of();
        }
        String caption = "Schedules in full";
        Html head = Html.element("tr", Tables.columnHeading("arm"), Tables.columnHeading("schedule"));
        return List.of(Html.element(
                        "details",
                        Html.element("summary", caption + ": " + Words.count(rows.size(), "arm")),
                        Words.scrolling(caption, Tables.table(caption, head, rows)))
                .with("class", "schedules"));
    }

    private static Html row(int index, ArmResult arm, List<Column> columns) {
        Html row = Html.element("tr", Tables.number(index), Tables.rowHeading(arm.arm()));
        for (Column column : columns) {
            Html cell = Html.element("td", column.cell().apply(arm));
            row = row.and(cell.with(
                    "class", column.number() ? "number" : column.heading().split(" ", 2)[0]));
        }
        return row;
    }

    private static List<Html> unfinished(StoredRun run) {
        Map<String, Long> answered;
        try (Stream<AnswerRecord> records = run.records()) {
            answered = records.collect(Collectors.groupingBy(AnswerRecord::arm, Collectors.counting()));
        }
        String caption = "Answers so far, of " + Words.count(run.manifest().examples(), "question") + " in each arm";
        Html head = Html.element(
                "tr",
                Tables.columnHeading("#"),
                Tables.columnHeading("arm"),
                Tables.columnHeading("answered").with("class", "number"),
                Tables.columnHeading("ranker"),
                Tables.columnHeading("schedule"));
        List<Html> rows = new ArrayList<>();
        List<Manifest.Arm> arms = run.manifest().arms();
        for (int i = 0; i < arms.size(); i++) {
            Manifest.Arm arm = arms.get(i);
            rows.add(Html.element(
                    "tr",
                    Tables.number(i),
                    Tables.rowHeading(arm.name()),
                    Html.element("td", Long.toString(answered.getOrDefault(arm.name(), 0L)))
                            .with("class", "number"),
                    Html.element("td", arm.ranker()),
                    Html.element("td", arm.schedule())));
        }
        return List.of(
                Html.element("p", "There are none yet: the run has not come to its end."),
                Words.scrolling(caption, Tables.table(caption, head, rows)));
    }
}
