// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.Chromium;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.RealMlflow;
import dev.pdrop.experiments.tracking.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ready experiment {@code lambda} on a few questions, sent to a real MLflow server by {@code pdrop ui} and looked
 * at in Chromium, by the addresses that it prints. Their form is not documented: this test holds it.
 */
final class ComparisonInBrowserTest {

    private static final Path PICTURES = Path.of("target/pictures");
    private static final List<String> AXES =
            List.of("lambda", "stages", "first_layer", "keep", "average_tokens", "accuracy");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsArmsWithTheirParametersAndMetrics() throws IOException {
        Chromium.browser();
        Chromium.driver();
        try (RealMlflow mlflow = RealMlflow.start(folder)) {
            Path runs = folder.resolve("runs");
            assertThat(CommandRun.of(Map.of(), "run", "lambda", "--set", "dataset.limit=8", "--set", "output=" + runs)
                            .exitCode())
                    .isZero();
            StoredRun run = StoredRun.read(CommandRun.onlyFolder(runs));

            CommandRun ui = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", mlflow.uri()), "ui", runs, "--no-browser");
            assertThat(ui.exitCode()).as(ui.error()).isZero();
            assertThat(ui.error()).contains("sending " + run.name());
            assertThat(ui.out()).contains("The newest comparison is " + run.name());
            look(ui, run);

            CommandRun again = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", mlflow.uri()), "ui", runs, "--no-browser");
            assertThat(again.exitCode()).isZero();
            assertThat(again.error()).doesNotContain("sending");
            assertThat(again.out()).isEqualTo(ui.out());
        }
    }

    private void look(CommandRun ui, StoredRun run) throws IOException {
        int arms = run.manifest().arms().size();
        try (Visitor visitor = new Visitor(folder.resolve("profile"), 2600, 1600)) {
            visitor.open(address(ui, "its arms in a table"));
            visitor.awaitTexts(
                    "[role=columnheader]",
                    texts -> texts.containsAll(List.of(
                            "Run Name", "ranker", "lambda", "stages", "first_layer", "keep", "accuracy", "loyalty")));
            visitor.awaitTexts("[role=gridcell][col-id*=lambda]", texts -> texts.containsAll(List.of("0.3", "0.7")));
            double accuracy = run.results().orElseThrow().arms().get(0).accuracy();
            visitor.awaitTexts(
                    "[role=gridcell][col-id*=accuracy]",
                    texts -> texts.stream()
                            .filter(text -> text.matches("[0-9.]+"))
                            .anyMatch(text -> Double.parseDouble(text) == accuracy));
            visitor.awaitTexts(
                    "[role=gridcell] a",
                    texts -> texts.stream()
                                    .filter(text ->
                                            text.startsWith("pyramid-drop lambda=0.") && text.endsWith(" stages=4"))
                                    .count()
                            == 5);
            visitor.awaitTexts("body", texts -> texts.get(0).matches("(?s).*\\b" + arms + "\\s*matching runs.*"));
            visitor.keepPicture(PICTURES.resolve("mlflow-table.png"));

            visitor.open(address(ui, "its arms in charts"));
            visitor.awaitTexts("[data-testid*=chart] text, svg text, svg tspan", texts -> texts.containsAll(AXES));
            visitor.awaitTexts("a", texts -> texts.contains("pyramid-drop lambda=0.5 stages=4"));
            visitor.press("[data-component-id='mlflow.assistant.chat_panel.close']");
            visitor.keepPicture(PICTURES.resolve("mlflow-charts.png"));

            visitor.open(address(ui, "its arms side by side"));
            visitor.awaitTexts(
                    "body",
                    texts -> texts.get(0).contains("Comparing " + arms + " Runs")
                            && texts.get(0).contains("Parallel Coordinates Plot")
                            && texts.get(0).contains("uniform lambda=0.7 stages=4"));
            visitor.awaitTexts(".parcoords text, svg text", texts -> texts.containsAll(List.of("keep", "accuracy")));

            visitor.open(address(ui, "its note and report.html"));
            visitor.awaitTexts(
                    "body",
                    texts -> texts.get(0).contains("How much may each stage drop")
                            && texts.get(0).contains("glyph-questions"));
        }
    }

    private static String address(CommandRun ui, String what) {
        return ui.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(what))
                .map(line -> line.substring(what.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
