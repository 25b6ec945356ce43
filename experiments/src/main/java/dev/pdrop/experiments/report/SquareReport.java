// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.train.square.Square;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report of a training experiment: one page that works without a network. */
public final class SquareReport {

    private SquareReport() {}

    /**
     * Writes the report, in place of one that may be there.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be written
     */
    public static void write(Path file, Square square) {
        byte[] page = page(square).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(page));
    }

    /** The page as text. */
    static String page(Square square) {
        List<Html> sections = new ArrayList<>();
        sections.add(section(
                "What learning cost",
                "Average tokens: planned visual tokens a layer while the model learnt to answer. Cost: planned"
                        + " multiply-adds of visual tokens in the decoder over those without a reduction, in the papers'"
                        + " own convention; the most that a reduction could save. Time: median time of a step over that"
                        + " of the first training. Peak: most memory that the process held resident, the trainings before"
                        + " in the same process included in part.",
                square.learnt()));
        if (!square.trained().get(0).asked().isEmpty()) {
            sections.add(section(
                    "What was learnt",
                    "Questions answered right, each with a 95 % interval of its own, in which questions about one image"
                            + " count together. Not to compare models by: that is done below, question by question.",
                    square.answered()));
            if (square.trained().size() > 1) {
                sections.add(section(
                        "What differs",
                        "Difference of right answers to the first model under the same method, in percentage points. All"
                                + " of them are judged together: intervals hold for all at once, p-values are corrected"
                                + " for their number. One training each: what another seed would give is in none of it. "
                                + square.withoutStatement(),
                        square.differences()));
            }
            sections.add(section("Runs", "The run in which each model was asked.", runs(square)));
        }
        Html body = Html.element(
                "body",
                Html.element("header", Html.element("h1", square.name()), Html.element("p", square.purpose())),
                Html.element("main").and(sections));
        return "<!DOCTYPE html>\n"
                + Html.element("html", Report.head(square.name()), body).with("lang", "en") + "\n";
    }

    private static List<List<String>> runs(Square square) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("trained", "run"));
        square.trained()
                .forEach(one -> rows.add(List.of(
                        one.arm(),
                        one.asked().stream().map(Square.Asked::run).distinct().collect(Collectors.joining(", ")))));
        return rows;
    }

    private static Html section(String title, String explanation, List<List<String>> rows) {
        Html table = Html.element("table", row("th", rows.get(0)));
        return Html.element(
                "section",
                Html.element("h2", title),
                Html.element("p", explanation),
                table.and(rows.subList(1, rows.size()).stream()
                        .map(cells -> row("td", cells))
                        .toList()));
    }

    private static Html row(String cell, List<String> texts) {
        return Html.element("tr")
                .and(texts.stream().map(text -> Html.element(cell, text)).toList());
    }
}
