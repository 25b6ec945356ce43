// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.notebook;

import static dev.pdrop.experiments.notebook.ExecutedNotebook.cell;
import static dev.pdrop.experiments.notebook.ExecutedNotebook.column;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.HomeCopy;
import dev.pdrop.experiments.PythonTests;
import dev.pdrop.experiments.python.PythonEnvironment;
import dev.pdrop.experiments.tracking.RealMlflow;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each notebook runs from its first cell to its last in a real kernel, and shows what it promises.
 *
 * <p>In a home of its own, which has no runs yet.
 */
final class NotebooksTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final PythonEnvironment PYTHON = new PythonEnvironment(ROOT, "notebook", System.getenv());

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void thereIsAKernel() {
        PythonTests.require(PYTHON, "notebook", "the notebooks");
    }

    @Test
    void aFirstLookShowsWhatStaysStageByStage() throws IOException, InterruptedException {
        ExecutedNotebook book = executed("01-first-look", Map.of());

        Document all = book.html("pdrop.ask(picture, question)");
        assertThat(all.text()).contains("full: \"ring\" (144 visual tokens at input, 144.0 on average");
        assertThat(all.select("svg image")).hasSize(1);
        Document pyramid = book.html("Answered pyramid");
        assertThat(pyramid.text())
                .contains("pyramid-drop: \"ring\"", "67.5 on average", "before layer 3: 72 of 144 stay")
                .contains("before layer 6: 36 of 144 stay", "before layer 9: 18 of 144 stay");
        assertThat(pyramid.select("svg use")).hasSize(3);
        assertThat(pyramid.select("svg path.dropped"))
                .allMatch(path -> path.attr("d").length() > 100);
        assertThat(bytesOf(pyramid.expectFirst("svg image")))
                .satisfies(png -> assertThat(
                                ImageIO.read(new ByteArrayInputStream(png)).getWidth())
                        .isEqualTo(96));
        assertThat(column(book.html("pyramid.stages()"), "tokens kept")).containsExactly("72", "36", "18");
        assertThat(column(book.html("pyramid.layers()"), "visual tokens"))
                .containsExactly("144", "144", "144", "72", "72", "72", "36", "36", "36", "18", "18", "18");
        assertThat(book.html("\"schedule.keep\", 52").text()).contains("fastv", "before layer 2: 52 of 144 stay");
        assertThat(column(book.html("Shown.table"), "average tokens").stream().map(Double::valueOf))
                .hasSize(5)
                .isSortedAccordingTo((first, second) -> Double.compare(second, first));
        assertThat(column(book.html("Shown.table"), "answer")).doesNotContain("");
    }

    @Test
    void anExperimentIsChangedAndRun() throws IOException, InterruptedException {
        ExecutedNotebook book = executed("02-run-an-experiment", Map.of());

        assertThat(column(book.html("Experiment quickstart"), "arm"))
                .containsExactly("full", "pyramid-drop", "fastv-k2", "fastv-k3", "random");
        assertThat(column(book.html("Experiment smaller"), "arm"))
                .contains("pyramid-drop lambda=0.3", "pyramid-drop lambda=0.5", "random lambda=0.3");
        assertThat(book.printed("\"lamda\"")).contains("found 'lamda'; did you mean 'lambda'?");
        Document run = book.html("smaller.run(screen())");
        assertThat(run.expectFirst("progress").attr("value")).isEqualTo("1");
        assertThat(run.text()).contains("100 %", "120/120", "Every arm on the same 120 questions");
        assertThat(percent(cell(run, "full", "accuracy"))).isBetween(80.0, 100.0);
        assertThat(percent(cell(run, "pyramid-drop lambda=0.5", "accuracy")))
                .isBetween(70.0, 100.0)
                .isGreaterThan(percent(cell(run, "random lambda=0.3", "accuracy")));
        assertThat(book.html("run.accuracyOverCost()").select("figure svg")).hasSize(2);
        assertThat(book.html("run.pairs()").text()).contains("pyramid-drop lambda=0.3", "verdict");
        assertThat(book.html("run.kept()").select("svg image")).hasSize(3);
        assertThat(book.printed("run.report()")).contains("report.html");
        assertThat(folder.resolve("runs")).isDirectoryRecursivelyContaining("glob:**/report.html");
    }

    @Test
    void ablationsShowLayersLambdaStagesAndSignificance() throws IOException, InterruptedException {
        ExecutedNotebook book = executed("03-ablations", Map.of());

        Document grid = book.html("grid.layerByRatio()");
        assertThat(grid.select("table.heat")).hasSize(2);
        assertThat(grid.expectFirst("table.heat").select("thead th").eachText())
                .contains("layer 2", "layer 3", "layer 6", "layer 9");
        List<Double> accuracies = grid.select("table.heat td").stream()
                .map(Element::ownText)
                .map(Double::valueOf)
                .toList();
        assertThat(accuracies).hasSize(32).allMatch(value -> value >= 0 && value <= 100);
        assertThat(book.html("grid.horizon()").select("svg path.line")).hasSizeGreaterThanOrEqualTo(4);
        Document lambda = book.html("lambda.lambda()");
        assertThat(lambda.select("figure svg").text()).contains("lambda: share kept at each drop", "0.3", "0.7");
        assertThat(book.html("stages.stages()").select("figure svg").text()).contains("stages: drops + 1");
        assertThat(column(book.html("lambda.gains()"), "verdict")).isNotEmpty().doesNotContain("");
    }

    @Test
    void aRankerOfACellIsTriedAndRunBesidePyramidDrop() throws IOException, InterruptedException {
        ExecutedNotebook book = executed("04-write-a-ranker", Map.of());

        assertThat(column(book.html("The contract of a ranker"), "outcome"))
                .hasSizeGreaterThanOrEqualTo(11)
                .containsOnly("kept");
        assertThat(column(book.html("What a careless ranker breaks"), "outcome"))
                .isNotEmpty()
                .anyMatch(outcome -> outcome.contains("found NaN"));
        Document run = book.html(".arm(\"unlike-the-rest\"");
        assertThat(column(run, "arm"))
                .contains("full", "pyramid-drop lambda=0.5", "unlike-the-rest")
                .anyMatch(arm -> arm.startsWith("random of"))
                .contains("bottom-k of unlike-the-rest");
        assertThat(percent(cell(run, "unlike-the-rest", "accuracy"))).isBetween(30.0, 100.0);
        assertThat(column(book.html("overRandom(\"unlike-the-rest\")"), "points"))
                .hasSize(1);
        assertThat(column(book.html("overRandom(\"pyramid-drop lambda=0.5\")"), "verdict"))
                .hasSize(1)
                .isSubsetOf("higher", "not distinguishable");
        assertThat(book.html("run.gains()").text()).contains("unlike-the-rest");
    }

    @Test
    void runsAreReadBackFromMlflow() throws IOException, InterruptedException {
        try (RealMlflow server = RealMlflow.start(Files.createDirectory(folder.resolve("server")))) {
            ExecutedNotebook book = executed("05-compare-in-mlflow", Map.of("MLFLOW_TRACKING_URI", server.uri()));

            assertThat(book.html("Mlflow mlflow").text()).contains("MLflow", server.uri());
            assertThat(book.html(".run(screen())").text()).contains("full", "pyramid-drop lambda=0.7");
            assertThat(column(book.html("mlflow.arms(\"lambda\").latest()"), "arm"))
                    .contains("full", "pyramid-drop lambda=0.3", "pyramid-drop lambda=0.5", "pyramid-drop lambda=0.7");
            Document table = book.html("arms.having(\"lambda\")");
            assertThat(column(table, "lambda")).contains("0.3", "0.5", "0.7");
            assertThat(column(table, "accuracy").stream().map(Double::valueOf))
                    .allMatch(value -> value >= 0 && value <= 1);
            Document drawing = book.svg("arms.accuracyOver(\"average_tokens\")");
            assertThat(drawing.expectFirst("svg").attr("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
            assertThat(drawing.text()).contains("average_tokens", "accuracy, %");
            assertThat(drawing.select(".mark")).hasSizeGreaterThanOrEqualTo(7);
            Document both = book.html("record Both");
            assertThat(column(both, "server")).isNotEmpty().isEqualTo(column(both, "folder"));
        }
    }

    @Test
    void comparingWithoutAServerSaysHowToHaveOne() throws IOException, InterruptedException {
        Process process = execution("05-compare-in-mlflow", Map.of());
        String error = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(error)
                .contains("expected the address of an MLflow server, found none: start one with ./pdrop ui")
                .contains("MLFLOW_TRACKING_URI=http://HOST:PORT");
    }

    private ExecutedNotebook executed(String name, Map<String, String> more) throws IOException, InterruptedException {
        Process process = execution(name, more);
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
        return ExecutedNotebook.read(folder.resolve(name + ".ipynb"));
    }

    private Process execution(String name, Map<String, String> more) throws IOException {
        JavaKernel kernel = new JavaKernel(HomeCopy.in(folder), classPath(), List.of());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(variable -> variable.startsWith("MLFLOW_"));
        environment.put("OMP_NUM_THREADS", "1");
        environment.putAll(more);
        List<String> words = new ArrayList<>(List.of(
                PYTHON.program("python").toString(),
                Path.of("src/test/python/execute_notebook.py").toAbsolutePath().toString(),
                kernel.folder().resolve(name + ".ipynb").toString(),
                folder.resolve(name + ".ipynb").toString()));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(kernel.variables(environment));
        return builder.start();
    }

    private static String classPath() {
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Stream.of(own.split(File.pathSeparator))
                        .map(entry ->
                                Path.of(entry).toAbsolutePath().normalize().toString())
                        .toList());
    }

    private static double percent(String text) {
        return Double.parseDouble(text.replace(" %", ""));
    }

    private static byte[] bytesOf(Element image) {
        return Base64.getDecoder().decode(image.attr("href").replace("data:image/png;base64,", ""));
    }
}
