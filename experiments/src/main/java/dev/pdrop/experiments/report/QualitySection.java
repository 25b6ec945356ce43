// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.engine.quality.Flips;
import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.Quality;
import dev.pdrop.experiments.outcome.YesNoResult;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What accuracy does not show: flips, answers that are none, shifts from yes to no, calibration. */
final class QualitySection implements Section {

    /**
     * A column.
     *
     * @param heading what stands above it
     * @param meaning what it means
     * @param cell what it says; empty if there is nothing
     */
    private record Measure(String heading, String meaning, Function<Quality, Optional<String>> cell) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure(
                    "right to wrong",
                    "answers that were right when nothing was dropped, and are wrong now",
                    quality -> quality.flips().map(Flips::rightToWrong).map(String::valueOf)),
            new Measure(
                    "wrong to right",
                    "the other way round; the same accuracy may hide many of both",
                    quality -> quality.flips().map(Flips::wrongToRight).map(String::valueOf)),
            new Measure(
                    "invalid",
                    "answers that are none: empty, or neither yes nor no where only these are right; they count as the metric"
                            + " judges them",
                    quality -> Optional.of(Integer.toString(quality.invalid()))),
            new Measure(
                    "precision",
                    "of the answers of yes, the share that is right",
                    quality -> quality.yesNo().flatMap(YesNoResult::precision).map(Figures::percent)),
            new Measure(
                    "recall",
                    "of the questions to which yes is right, the share answered so",
                    quality -> quality.yesNo().flatMap(YesNoResult::recall).map(Figures::percent)),
            new Measure(
                    "yes-rate",
                    "of the yes/no questions, the share answered yes",
                    quality -> quality.yesNo().flatMap(YesNoResult::yesRate).map(Figures::percent)),
            new Measure(
                    "ECE",
                    "expected calibration error: how far, on average, the probability of an answer is from how often such"
                            + " answers are right; 0 is best",
                    quality -> quality.calibration().map(CalibrationResult::ece).map(ece -> Figures.fixed(ece, 3))),
            new Measure(
                    "Brier",
                    "mean squared distance of an answer's probability from 1 if it is right, from 0 if not; 0 is best",
                    quality ->
                            quality.calibration().map(CalibrationResult::brier).map(brier -> Figures.fixed(brier, 3))));

    @Override
    public String heading() {
        return "More than accuracy";
    }

    @Override
    public List<Html> body(StoredRun run) {
        return run.results()
                .filter(results ->
                        results.arms().stream().anyMatch(arm -> arm.quality().isPresent()))
                .map(QualitySection::body)
                .orElseGet(List::of);
    }

    private static List<Html> body(Results results) {
        List<Quality> all =
                results.arms().stream().flatMap(arm -> arm.quality().stream()).toList();
        List<Measure> shown = MEASURES.stream()
                .filter(measure ->
                        all.stream().anyMatch(one -> measure.cell().apply(one).isPresent()))
                .toList();
        Html head = Html.element("tr", Tables.columnHeading("#"), Tables.columnHeading("arm"));
        for (Measure measure : shown) {
            head = head.and(Tables.columnHeading(measure.heading()).with("class", "number"));
        }
        List<Html> rows = new ArrayList<>();
        for (int i = 0; i < results.arms().size(); i++) {
            rows.add(row(i, results.arms().get(i), shown));
        }
        String caption = "Flips, yes/no and calibration";
        return List.of(
                Words.scrolling(caption, Tables.table(caption, head, rows)),
                Words.terms(
                        "meanings",
                        shown.stream()
                                .map(measure -> List.of(measure.heading(), measure.meaning()))
                                .toList()));
    }

    private static Html row(int index, ArmResult arm, List<Measure> measures) {
        Html row = Html.element("tr", Tables.number(index), Tables.rowHeading(arm.arm()));
        for (Measure measure : measures) {
            String cell = arm.quality().flatMap(measure.cell()).orElse(Column.NOTHING);
            row = row.and(Html.element("td", cell).with("class", "number"));
        }
        return row;
    }
}
