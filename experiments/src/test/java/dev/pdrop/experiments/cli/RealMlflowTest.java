// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.experiments.tracking.RealMlflow;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowLimits;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.ServerRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart, told to a real MLflow server, which is then asked through its own interface. */
@TestInstance(Lifecycle.PER_CLASS)
final class RealMlflowTest {

    private static final int EXAMPLES = 20;

    private RealMlflow mlflow;
    private MisbehavingServer front;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    void startOnce(@TempDir Path data) throws IOException, InterruptedException {
        mlflow = RealMlflow.start(data);
        front = MisbehavingServer.before(mlflow);
    }

    @BeforeEach
    void behaveWell() {
        front.behave(Manner.WELL);
    }

    @AfterAll
    void stop() {
        if (mlflow != null) {
            front.close();
            mlflow.close();
        }
    }

    @Test
    void holdsParentAndChildrenAndNothingTwice() throws IOException {
        CommandRun run = run("together");
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow()).hasSize(1).allMatch(line -> line.startsWith("MLflow has it at "));
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder));
        assertHolds(stored, "together");

        List<String> once = histories("together");
        for (int time = 0; time < 2; time++) {
            assertThat(sync(stored).exitCode()).isZero();
            assertHolds(stored, "together");
            assertThat(histories("together")).isEqualTo(once);
        }
    }

    @Test
    void lacksNothingAfterItWentAwayInTheMiddle() throws IOException {
        front.behave((number, request) -> number <= 9 ? Manner.WELL : Manner.CUT_BEFORE);
        CommandRun run = run("apart");
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow()).last().asString().contains("lacks part of the run", "pdrop sync");
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder));
        assertThat(stored.manifest().complete()).isTrue();

        front.behave(Manner.WELL);
        assertThat(sync(stored).exitCode()).isZero();
        assertHolds(stored, "apart");
    }

    @Test
    void holdsOneOfEachThoughEveryAnswerWasLost() throws IOException {
        front.behave((number, request) -> request.path().endsWith("create") ? Manner.LOST : Manner.WELL);
        assertThat(run("lost").exitCode()).isZero();
        front.behave(Manner.WELL);
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder));
        assertThat(sync(stored).exitCode()).isZero();
        assertHolds(stored, "lost");
    }

    @Test
    void takesWhatIsManyLongAndStrange() throws MlflowException {
        MlflowServer server =
                new MlflowServer(MlflowAddress.of(mlflow.uri() + "/", Map.of()).orElseThrow(), Duration.ofSeconds(60));
        assertThat(server.version()).isEqualTo("3.17.2");
        String experiment = server.experiment("limits, & so on");
        assertThat(server.experiment("limits, & so on")).isEqualTo(experiment);
        String id = server.createRun(experiment, "strange", 1, Map.of("pdrop.id", "strange"))
                .id();
        List<MetricPoint> metrics = new ArrayList<>();
        for (int step = 0; step < 2500; step++) {
            metrics.add(new MetricPoint("fine", step, 1, step));
        }
        Map<String, String> many = new LinkedHashMap<>();
        Stream.of("../up", "a//b", "/top/", "naïve λ=½ (50 %)", ".", "x".repeat(400))
                .forEach(name -> many.put(MlflowLimits.key(name), MlflowLimits.param("v".repeat(7000))));
        for (int i = 0; i < 250; i++) {
            many.put("p" + i, Integer.toString(i));
        }
        many.keySet().forEach(key -> metrics.add(new MetricPoint(key, 1, 1, 1)));
        Map<String, String> tags = new LinkedHashMap<>(Map.of("long", MlflowLimits.tag("t".repeat(9000))));
        many.keySet().forEach(key -> tags.put(key, "t"));
        server.log(id, metrics, many, tags);

        ServerRun run = server.runs(experiment, "pdrop.id", "strange").get(0);
        assertThat(run.params()).isEqualTo(many);
        assertThat(run.tags()).containsAllEntriesOf(tags);
        assertThat(run.steps()).hasSize(many.size() + 1);
        assertThat(server.steps(id, "fine")).hasSize(2500);
    }

    @Test
    void saysWhatItRefuses() throws MlflowException, IOException {
        MlflowServer server =
                new MlflowServer(MlflowAddress.of(mlflow.uri(), Map.of()).orElseThrow(), Duration.ofSeconds(60));
        String experiment = server.experiment("gone");
        mlflow.post("mlflow/experiments/delete", "{\"experiment_id\": \"" + experiment + "\"}");
        assertThatThrownBy(() -> server.experiment("gone"))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("found it deleted: restore it there");
        assertThatThrownBy(() -> server.log("nowhere", List.of(), Map.of("a", "b"), Map.of()))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("was answered by 404 (Run with id=nowhere not found)");
    }

    /** Exactly the runs of a folder: a parent, a child for each arm, with everything. */
    private void assertHolds(StoredRun stored, String experiment) throws IOException {
        Map<String, JsonObject> runs = runs(experiment);
        assertThat(runs).hasSize(6);
        JsonObject parent = Objects.requireNonNull(runs.get(""));
        assertThat(pairs(parent, "params")).containsEntry("seed", "17").containsEntry("examples", "" + EXAMPLES);
        assertThat(pairs(parent, "tags")).containsEntry("study", "quickstart").doesNotContainKey("mlflow.parentRunId");
        assertThat(status(parent)).isEqualTo("FINISHED");
        assertFiles(stored, parent);
        for (Manifest.Arm arm : stored.manifest().arms()) {
            JsonObject child = Objects.requireNonNull(runs.get(arm.key()));
            assertThat(status(child)).isEqualTo("FINISHED");
            assertThat(pairs(child, "params")).isEqualTo(arm.parameters());
            assertThat(pairs(child, "tags"))
                    .containsEntry("mlflow.parentRunId", id(parent))
                    .containsEntry("pdrop.arm", arm.name());
            ArmResult result = stored.results().orElseThrow().arms().stream()
                    .filter(one -> one.arm().equals(arm.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(pairs(child, "metrics"))
                    .containsEntry("accuracy", Double.toString(result.accuracy()))
                    .containsEntry("loyalty", Double.toString(result.loyalty().orElseThrow()))
                    .containsEntry("average_tokens", Double.toString(result.averageTokens()))
                    .containsKeys("tmac", "kv_mib", "prefill_ms", "decode_ms", "examples", "failures");
            assertThat(history(child, "accuracy")).hasSize(EXAMPLES).doesNotHaveDuplicates();
        }
    }

    private void assertFiles(StoredRun stored, JsonObject parent) throws IOException {
        String place = parent.getAsJsonObject("info").get("artifact_uri").getAsString();
        JsonObject listed = mlflow.get("mlflow/artifacts/list?run_id=" + id(parent));
        Set<String> names = Set.copyOf(list(listed, "files").stream()
                .map(file -> file.getAsJsonObject().get("path").getAsString())
                .toList());
        assertThat(names).contains("results.csv", "effective.conf", "manifest.json");
        for (String name : names) {
            assertThat(mlflow.text(
                            "mlflow-artifacts/artifacts/" + place.replace("mlflow-artifacts:/", "") + "/" + name))
                    .isEqualTo(Files.readString(stored.path().resolve(name)));
        }
    }

    /** The runs of an experiment by the key of their arm, that of the parent empty. */
    private Map<String, JsonObject> runs(String experiment) throws IOException {
        String id = mlflow.get("mlflow/experiments/get-by-name?experiment_name=" + experiment)
                .getAsJsonObject("experiment")
                .get("experiment_id")
                .getAsString();
        JsonObject found =
                mlflow.post("mlflow/runs/search", "{\"experiment_ids\": [\"" + id + "\"], \"max_results\": 99}");
        Map<String, JsonObject> runs = new LinkedHashMap<>();
        for (JsonElement run : list(found, "runs")) {
            String key = pairs(run.getAsJsonObject(), "tags").getOrDefault("pdrop.arm_key", "");
            assertThat(runs.put(key, run.getAsJsonObject()))
                    .as("a second run for '%s'", key)
                    .isNull();
        }
        return runs;
    }

    /** Every value of every metric of an experiment. */
    private List<String> histories(String experiment) throws IOException {
        List<String> all = new ArrayList<>();
        for (JsonObject run : runs(experiment).values()) {
            for (String metric : pairs(run, "metrics").keySet()) {
                history(run, metric).forEach(point -> all.add(id(run) + point));
            }
        }
        return all;
    }

    private List<String> history(JsonObject run, String metric) throws IOException {
        JsonObject history = mlflow.get("mlflow/metrics/get-history?run_id=" + id(run) + "&metric_key=" + metric);
        return list(history, "metrics").stream()
                .map(point -> metric + "@" + point.getAsJsonObject().get("step"))
                .toList();
    }

    private static String id(JsonObject run) {
        return run.getAsJsonObject("info").get("run_id").getAsString();
    }

    private static String status(JsonObject run) {
        return run.getAsJsonObject("info").get("status").getAsString();
    }

    private static Map<String, String> pairs(JsonObject run, String kind) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (JsonElement pair : list(run.getAsJsonObject("data"), kind)) {
            JsonObject values = pair.getAsJsonObject();
            pairs.put(values.get("key").getAsString(), values.get("value").getAsString());
        }
        return pairs;
    }

    private static List<JsonElement> list(JsonObject object, String key) {
        return object.has(key) ? object.getAsJsonArray(key).asList() : List.of();
    }

    private CommandRun run(String experiment) {
        return CommandRun.of(
                Map.of(),
                "run",
                "quickstart",
                "--set",
                "dataset.limit=" + EXAMPLES,
                "--set",
                "output=" + folder,
                "--set",
                "tracking.mlflow.uri=\"" + front.uri() + "\"",
                "--set",
                "tracking.mlflow.experiment=" + experiment,
                "--set",
                "tracking.mlflow.request-seconds=60",
                "--set",
                "tracking.mlflow.finish-seconds=60");
    }

    private static CommandRun sync(StoredRun run) {
        return CommandRun.of(Map.of(), "sync", run.path());
    }
}
