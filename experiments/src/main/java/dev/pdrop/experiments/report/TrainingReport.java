// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.report.LineChart.Line;
import dev.pdrop.experiments.report.LineChart.Point;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.Score;
import dev.pdrop.experiments.train.Training;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Floor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The report of a training: one page that works without a network. */
public final class TrainingReport {

    /** The row of all types together. */
    private static final String ALL = "all";

    private TrainingReport() {}

    /**
     * Writes the report into the training's folder, in place of one that may be there.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be written
     */
    public static void write(TrainingPlan plan, Training.Finished finished) {
        List<Html> results = finished.examinations().stream()
                .map(examination -> result(examination, finished.floors()))
                .toList();
        write(plan, results);
    }

    /**
     * The same of a training that has come to no result: how it went so far; nothing where it has not begun.
     *
     * @throws dev.pdrop.spi.FailedRunException if it cannot be written
     */
    public static void writeUnfinished(TrainingPlan plan) {
        if (Files.exists(new TrainingFiles(plan.folder()).curve())) {
            write(plan, List.of(Html.element("p", "This training has not come to its end.")));
        }
    }

    private static void write(TrainingPlan plan, List<Html> results) {
        TrainingFiles files = new TrainingFiles(plan.folder());
        String page = page(plan, results, Curve.points(files.folder()), Curve.examinations(files.folder()));
        WholeFile.write(files.report(), output -> output.write(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static String page(
            TrainingPlan plan, List<Html> results, List<CurvePoint> points, List<Examination> examinations) {
        List<Html> sections = new ArrayList<>(results);
        for (StagePlan stage : plan.stages()) {
            String label = stage.kind().label();
            sections.add(stage(
                    label,
                    points.stream().filter(point -> point.stage().equals(label)).toList(),
                    examinations.stream()
                            .filter(examination -> examination.stage().equals(label))
                            .toList()));
        }
        sections.add(Html.element(
                "section",
                Html.element("h2", "Settings"),
                Html.element("pre", ConfigText.withOrigins(plan.settings()))));
        Html head = Report.head(plan.name());
        Html body = Html.element(
                "body",
                Html.element("header", Html.element("h1", plan.name()), Html.element("p", plan.purpose())),
                Html.element("main").and(sections));
        return "<!DOCTYPE html>\n" + Html.element("html", head, body).with("lang", "en") + "\n";
    }

    private static Html result(Examination examination, List<Floor> floors) {
        List<String> head = new ArrayList<>(List.of("type", "questions", "right", "95 % interval"));
        floors.forEach(floor -> head.add(floor.name()));
        Html table = Html.element("table", row("th", head));
        Map<String, Score> scores = new LinkedHashMap<>(examination.byType());
        scores.put(ALL, examination.overall());
        List<Html> rows = new ArrayList<>();
        scores.forEach((type, score) -> {
            List<String> cells = new ArrayList<>(List.of(
                    type,
                    Integer.toString(score.asked()),
                    Figures.percent(score.share()),
                    Figures.percent(score.low()) + " to " + Figures.percent(score.high())));
            floors.forEach(floor -> cells.add(Figures.percent(
                    type.equals(ALL) ? floor.overall() : floor.byType().getOrDefault(type, 0.0))));
            rows.add(row("td", cells));
        });
        List<Html> definitions = floors.stream()
                .map(floor -> Html.element("p", floor.name() + ": " + floor.definition()))
                .toList();
        return Html.element("section", Html.element("h2", "Test questions: " + examination.stage()), table.and(rows))
                .and(definitions);
    }

    private static Html row(String cell, List<String> texts) {
        Html row = Html.element("tr");
        for (String text : texts) {
            row = row.and(Html.element(cell, text));
        }
        return row;
    }

    private static Html stage(String label, List<CurvePoint> points, List<Examination> examinations) {
        List<Html> figures = new ArrayList<>();
        if (!points.isEmpty()) {
            figures.add(figure(label + "-loss", "Loss", "loss", points, CurvePoint::loss));
            figures.add(figure(
                    label + "-rate",
                    "Learning rate, in thousandths",
                    "learning rate",
                    points,
                    point -> 1000 * point.learningRate()));
            figures.add(figure(label + "-norm", "Norm of all gradients", "norm", points, CurvePoint::gradientNorm));
            figures.add(figure(label + "-pace", "Images a second", "images/s", points, CurvePoint::imagesPerSecond));
        }
        if (!examinations.isEmpty()) {
            figures.add(Html.element(
                    "figure", accuracy(label, examinations).svg(), caption("Right validation answers by type")));
        }
        return Html.element(
                "section",
                Html.element("h2", "Stage " + label),
                Html.element("div").with("class", "charts").and(figures));
    }

    private static Html figure(
            String id, String title, String name, List<CurvePoint> points, ToDoubleFunction<CurvePoint> value) {
        Line line = new Line(
                name,
                points.stream()
                        .map(point -> new Point(point.step(), value.applyAsDouble(point)))
                        .toList());
        return Html.element("figure", new LineChart(id, title, name, List.of(line)).svg(), caption(title));
    }

    private static Html caption(String text) {
        return Html.element("figcaption", text);
    }

    private static LineChart accuracy(String label, List<Examination> examinations) {
        TreeSet<String> types = new TreeSet<>();
        examinations.forEach(examination -> types.addAll(examination.byType().keySet()));
        List<Line> lines = new ArrayList<>();
        for (String type : types) {
            lines.add(new Line(
                    type,
                    examinations.stream()
                            .filter(examination -> examination.byType().containsKey(type))
                            .map(examination -> new Point(
                                    examination.step(),
                                    100 * examination.byType().get(type).share()))
                            .toList()));
        }
        return new LineChart(label + "-accuracy", "Accuracy by type", "right, %", lines);
    }
}
