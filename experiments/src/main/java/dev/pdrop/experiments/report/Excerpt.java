// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.outcome.Range;
import dev.pdrop.experiments.run.ShownPicture;
import dev.pdrop.experiments.run.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pieces of HTML in the looks of a report that stand in somebody else's page, such as a notebook, and leave the looks
 * of that page alone.
 *
 * <p>Whatever is given as text is escaped.
 */
public final class Excerpt {

    /* Twice, so that it weighs more than rules of the page around it. */
    private static final String INSIDE = ".pdrop.pdrop";

    private Excerpt() {}

    /** A part of a run's report under its heading; empty if the run has nothing to say there. */
    public static String part(StoredRun run, ReportPart part) {
        List<Html> body = part.section().body(run);
        return body.isEmpty()
                ? ""
                : framed(Html.element("h3", part.section().heading()), body).toString();
    }

    /**
     * A column of a table.
     *
     * @param heading what it holds
     * @param number whether that is a number
     */
    public record Heading(String heading, boolean number) {}

    /**
     * A table.
     *
     * @param caption what it shows
     * @param columns at least one; the first one heads its row
     * @param rows as many cells each as there are columns
     */
    public static String table(String caption, List<Heading> columns, List<List<String>> rows) {
        Html head = Html.element("tr");
        for (Heading column : columns) {
            Html heading = Tables.columnHeading(column.heading());
            head = head.and(column.number() ? heading.with("class", "number") : heading);
        }
        List<Html> body = rows.stream().map(cells -> row(cells, columns)).toList();
        return framed(Words.scrolling(caption, Tables.table(caption, head, body)))
                .toString();
    }

    /** Sentences, a paragraph each. */
    public static String text(List<String> sentences) {
        return framed(sentences.stream().map(one -> Html.element("p", one)).toArray(Html[]::new))
                .toString();
    }

    /**
     * Pictures, and what stays of them stage by stage, below some sentences.
     *
     * @param sentences a paragraph each
     * @param pictures with the arms that are shown
     */
    public static String pictures(List<String> sentences, List<ShownPicture> pictures) {
        List<Html> body = new ArrayList<>();
        sentences.forEach(one -> body.add(Html.element("p", one)));
        for (ShownPicture picture : pictures) {
            List<String> arms =
                    picture.arms().stream().map(ShownPicture.ShownArm::arm).toList();
            body.addAll(new KeptPicture(picture, arms).body());
        }
        return framed(body.toArray(Html[]::new)).toString();
    }

    /**
     * How far something is.
     *
     * @param share from 0 to 1
     * @param lines the first one stands beside the bar, the others below it
     */
    public static String progress(double share, List<String> lines) {
        Html bar = Html.element("progress").with("value", share).with("max", "1");
        Html first = Html.element("p", bar, Html.text(" " + lines.get(0)));
        return framed(Html.element("div", first)
                        .and(lines.stream()
                                .skip(1)
                                .map(line -> Html.element("p", line))
                                .toList()))
                .toString();
    }

    /**
     * An arm on a chart.
     *
     * @param name shown beside it
     * @param cost at least 0
     * @param accuracy from 0 to 1
     * @param low lower end of its interval, if there is one
     * @param high upper end likewise
     */
    public record Mark(String name, double cost, double accuracy, Optional<Double> low, Optional<Double> high) {

        private Scatter.Point point(int number) {
            Optional<Range> interval = low.flatMap(from -> high.map(to -> new Range(from, to)));
            return new Scatter.Point(number, name, cost, new Accuracy(accuracy, interval));
        }
    }

    /**
     * A chart of accuracy over a cost, as SVG that is complete in itself.
     *
     * @param title what it shows
     * @param cost what the lower axis means
     * @param marks at least one
     */
    public static String scatter(String title, String cost, List<Mark> marks) {
        List<Scatter.Point> points = IntStream.range(0, marks.size())
                .mapToObj(index -> marks.get(index).point(index + 1))
                .toList();
        Html svg = new Scatter("scatter", title, cost, value -> Figures.threeDigits(value) + " " + cost, points).svg();
        return Html.element("svg", Html.style(Report.style("report.css")), svg)
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("width", "660")
                .with("height", "465")
                .with("viewBox", "0 0 440 310")
                .toString();
    }

    private static Html row(List<String> cells, List<Heading> columns) {
        return Html.element("tr", Tables.rowHeading(cells.get(0)))
                .and(IntStream.range(1, cells.size())
                        .mapToObj(column -> columns.get(column).number()
                                ? Html.element("td", cells.get(column)).with("class", "number")
                                : Html.element("td", cells.get(column)))
                        .toList());
    }

    private static Html framed(Html first, List<Html> more) {
        return framed(Html.element("div", first).and(more));
    }

    private static Html framed(Html... content) {
        String page = Report.style("report.css").replace(":root {", "& {").replace("\nbody {", "\n& {");
        return Html.element("div", Html.style(INSIDE + " {\n" + page + Report.style("excerpt.css") + "}"))
                .with("class", "pdrop")
                .and(content);
    }
}
