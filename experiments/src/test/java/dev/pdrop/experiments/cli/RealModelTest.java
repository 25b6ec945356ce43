// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the embedded checkpoint and on a fixture of the official implementations. */
final class RealModelTest {

    private static final Path EMBEDDED = Path.of("models/glyph-llava");
    private static final Path PICTURE = Path.of("data/glyph-questions/images/000060.png");
    private static final Path PARITY = Path.of("../plugins/methods/src/test/resources/parity");

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void answersAQuestionAboutAPicture() {
        assertThat(run("answer", "--model", EMBEDDED, "--image", PICTURE, "what shape is the green thing ?"))
                .isZero();
        assertThat(out.toString()).isEqualTo("ring\n");
        assertThat(error.toString()).contains("full: 144 visual tokens at input, 144.0 on average");
    }

    @Test
    void answersUnderAMethod() {
        assertThat(run(
                        "answer",
                        "--model",
                        EMBEDDED,
                        "--image",
                        PICTURE,
                        "--method",
                        "pyramid-drop",
                        "--set",
                        "schedule.layers=[3,6,9]",
                        "what shape is the green thing ?"))
                .isZero();
        assertThat(out.toString()).isEqualTo("ring\n");
        assertThat(error.toString()).contains("pyramid-drop: 144 visual tokens at input, 67.5 on average");
    }

    @Test
    void namesAWordThatTheTokenizerDoesNotKnow() {
        assertThat(run("answer", "--model", EMBEDDED, "--image", PICTURE, "what shape is the mauve thing ?"))
                .isEqualTo(4);
        assertThat(error.toString())
                .isEqualTo("expected words that the model's tokenizer knows, found [mauve] in the prompt:"
                        + " use other words, or another model\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesAMethodThatDoesNotFitTheModelBeforeLoadingIt() {
        assertThat(run(
                        "answer",
                        "--model",
                        EMBEDDED,
                        "--image",
                        PICTURE,
                        "--method",
                        "fastv",
                        "--set",
                        "schedule.layer=0",
                        "what shape is the green thing ?"))
                .isEqualTo(2);
        assertThat(error.toString()).contains("layer 0").hasLineCount(1);
    }

    @Test
    void namesTheFlagThatMadeAMethodUnfit() {
        assertThat(run("run", "quickstart", "--dry-run", "--set", "arms.pyramid-drop.schedule.layers=[3,6,13]"))
                .isEqualTo(2);
        assertThat(error.toString())
                .contains("--set arms.pyramid-drop.schedule.layers=[3,6,13]: arms.pyramid-drop: ")
                .contains("--set arms.pyramid-drop.schedule.layers=[3,6,13]: arms.random: ");
    }

    @Test
    void saysThatAnImageIsMissing() {
        assertThat(run("answer", "--model", EMBEDDED, "--image", "nowhere.png", "what ?"))
                .isEqualTo(4);
        assertThat(error.toString()).contains("nowhere.png").hasLineCount(1);
    }

    @Test
    void tracesWhatTheOfficialImplementationRecorded() throws IOException {
        Path json = folder.resolve("trace.json");
        Path tensors = folder.resolve("trace.safetensors");
        JsonObject expected = read(PARITY.resolve("cases/pdrop_8l_lambda05/expected.json"));
        assertThat(run(
                        "trace",
                        "--model",
                        PARITY.resolve("models/llava_a"),
                        "--method",
                        "pyramid-drop",
                        "--set",
                        "schedule.layers=[2,4,6]",
                        "--image",
                        PARITY.resolve("images/img1.png"),
                        "--raw-prompt",
                        "--prompt",
                        expected.get("prompt").getAsString(),
                        "--out",
                        json,
                        "--dump-tensors",
                        tensors))
                .isZero();

        JsonObject trace = read(json);
        assertThat(trace.keySet())
                .containsExactly("inputIds", "spans", "stages", "layers", "generatedIds", "text", "lastLogits");
        assertThat(trace.get("generatedIds")).isEqualTo(expected.get("greedy_tokens"));
        assertThat(column(trace.getAsJsonArray("stages"), "kept"))
                .isEqualTo(column(expected.getAsJsonArray("stages"), "kept"));
        assertThat(column(trace.getAsJsonArray("layers"), "tokens"))
                .isEqualTo(elements(expected.getAsJsonArray("sequence_length_per_layer")));
        assertThat(column(trace.getAsJsonArray("layers"), "kvTokens"))
                .isEqualTo(elements(expected.getAsJsonArray("cache_length_per_layer_after_prefill")));
        assertThat(trace.getAsJsonArray("inputIds")).hasSize(82);
        assertThat(trace.getAsJsonArray("spans").get(0))
                .isEqualTo(JsonParser.parseString("{\"image\":0,\"start\":4,\"length\":64}"));
        assertThat(trace.getAsJsonArray("lastLogits")).hasSize(320);
        assertThat(tensorNames(tensors)).containsExactly("pixels", "features", "logits");
    }

    @Test
    void runsContinuesAndStartsAnew() throws IOException {
        Object[] arguments = {
            "run", "conf/experiment/quickstart.conf", "--set", "dataset.limit=12", "--set", "output=" + folder
        };
        assertThat(run(arguments)).isZero();
        Path run = onlyFolder();
        assertThat(run).isDirectoryContaining("glob:**effective.conf").isDirectoryContaining("glob:**manifest.json");
        List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
        List<String> results = Files.readAllLines(run.resolve("results.csv"));
        assertThat(journal).hasSize(60);
        assertThat(results).hasSize(6);
        assertThat(out.toString())
                .contains("pyramid-drop", "fastv-k2", "fastv-k3", "random", "12 questions on 3 images.");
        StoredRun stored = StoredRun.read(run);
        assertThat(stored.results().orElseThrow().table())
                .isEqualTo(out.toString().substring(0, out.toString().indexOf("The report is")));
        assertThat(stored.manifest().arms())
                .extracting(Manifest.Arm::parameters)
                .containsExactly(
                        Map.of("ranker", "none", "schedule", "none", "positions", "original"),
                        pyramid("pyramid-drop", Map.of("ranking_layer", "3")),
                        single(2, 52),
                        single(3, 42),
                        pyramid("random", Map.of()));

        assertThat(run(arguments)).isZero();
        assertThat(run.resolve("journal.jsonl")).hasSameTextualContentAs(write("whole", journal));
        assertThat(Files.readAllLines(run.resolve("results.csv"))).isEqualTo(results);

        // In the middle of a batch: the batch is computed again whole, so that some lines come twice.
        Files.write(run.resolve("journal.jsonl"), journal.subList(0, 31));
        assertThat(run(arguments)).isZero();
        assertThat(withoutTimes(run.resolve("journal.jsonl"))).isEqualTo(withoutTimes(write("whole", journal)));
    }

    private static Map<String, String> pyramid(String ranker, Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.putAll(Map.of("ranker", ranker, "schedule", "pyramid", "positions", "contiguous"));
        parameters.putAll(Map.of("stages", "4", "lambda", "0.5", "first_layer", "3", "keep", "18"));
        return parameters;
    }

    private static Map<String, String> single(int layer, int keep) {
        return Map.of(
                "ranker",
                "fastv",
                "schedule",
                "single",
                "positions",
                "original",
                "stages",
                "2",
                "first_layer",
                Integer.toString(layer),
                "ranking_layer",
                Integer.toString(layer - 1),
                "keep",
                Integer.toString(keep));
    }

    @Test
    void asksAgainWhenAPictureWasReplaced() throws IOException {
        Path questions = write(
                "questions.jsonl",
                List.of("{\"id\":\"1\",\"image\":\"a.png\",\"question\":\"how many things ?\",\"answer\":\"3\"}"));
        Object[] arguments = {
            "run", "quickstart", "--set", "dataset.file=" + questions, "--set", "output=" + folder.resolve("runs")
        };
        Files.copy(PICTURE, folder.resolve("a.png"));
        assertThat(run(arguments)).isZero();
        assertThat(run(arguments)).isZero();
        Path journal = onlyFolder(folder.resolve("runs")).resolve("journal.jsonl");
        assertThat(Files.readAllLines(journal)).hasSize(5);

        Files.copy(PICTURE.resolveSibling("000061.png"), folder.resolve("a.png"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(arguments)).isZero();
        assertThat(Files.readAllLines(journal)).hasSize(10);
    }

    @Test
    void aDryRunReadsTheDataSet() throws IOException {
        assertThat(run("run", "quickstart", "--dry-run", "--set", "dataset.file=" + folder.resolve("nowhere.jsonl")))
                .isEqualTo(4);
        assertThat(error.toString()).contains("expected a file of JSON lines");
        error.getBuffer().setLength(0);
        Path empty = write("empty.jsonl", List.of(""));
        assertThat(run("run", "quickstart", "--dry-run", "--set", "dataset.file=" + empty))
                .isEqualTo(4);
        assertThat(error.toString()).contains("expected at least one question, found none");
    }

    @Test
    void asksForAtLeastOneTokenAndAFolderThatIsThereBeforeLoading() {
        assertThat(run("answer", "--model", EMBEDDED, "--max-new-tokens", "0", "what ?"))
                .isEqualTo(2);
        assertThat(error.toString()).isEqualTo("--max-new-tokens: expected at least 1, found 0; ask for more\n");
        error.getBuffer().setLength(0);
        assertThat(run("trace", "--model", EMBEDDED, "--prompt", "what ?", "--out", folder.resolve("no/trace.json")))
                .isEqualTo(2);
        assertThat(error.toString()).startsWith("--out: expected a file in a folder that is there, found ");
    }

    @Test
    void theEffectiveConfigurationGivesTheSameRunFolder() throws IOException {
        assertThat(run("run", "quickstart", "--set", "dataset.limit=1", "--set", "output=" + folder))
                .isZero();
        Path run = onlyFolder();
        Path again = Files.copy(run.resolve("effective.conf"), folder.resolve("again.conf"));
        out.getBuffer().setLength(0);
        assertThat(run("run", again, "--dry-run")).isZero();
        assertThat(out.toString()).contains("Would run in " + run);
    }

    private Path onlyFolder() throws IOException {
        return onlyFolder(folder);
    }

    private static Path onlyFolder(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    private static List<String> withoutTimes(Path journal) throws IOException {
        return Files.readAllLines(journal).stream()
                .map(Timeless::line)
                .distinct()
                .sorted()
                .toList();
    }

    private static JsonObject read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static List<JsonElement> column(JsonArray rows, String key) {
        return elements(rows).stream()
                .map(row -> row.getAsJsonObject().get(key))
                .toList();
    }

    private static List<JsonElement> elements(JsonArray array) {
        return array.asList();
    }

    private static List<String> tensorNames(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getInt();
        String header = new String(bytes, Long.BYTES, length, java.nio.charset.StandardCharsets.UTF_8);
        return new ArrayList<>(JsonParser.parseString(header).getAsJsonObject().keySet());
    }

    private int run(Object... arguments) {
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(error, true), false);
        return Main.run(new Toolkit(new Home(Path.of("..")), getClass().getClassLoader()), console, words);
    }
}
