// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.RealMlflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a real server holds of runs, asked through its own interface.
 *
 * @param mlflow the server
 * @param examples how many each arm was asked
 */
record MlflowContents(RealMlflow mlflow, int examples) {

    private static final int POLLS = 10_000;

    /** Returns when the server has an arm of a run in an experiment, with a parameter. */
    void awaitAnArm(String experiment) {
        try {
            for (int poll = 0; poll < POLLS; poll++) {
                boolean begun = mlflow.text("mlflow/experiments/get-by-name?experiment_name=" + experiment)
                                .contains("experiment_id")
                        && runs(experiment).values().stream()
                                .anyMatch(run -> pairs(run, "params").containsKey("ranker"));
                if (begun) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no arm arrived");
    }

    /** Exactly the runs of a folder: a parent, a child for each arm, with everything. */
    void assertHolds(StoredRun stored, String experiment) throws IOException {
        Map<String, JsonObject> runs = runs(experiment);
        assertThat(runs).hasSize(6);
        JsonObject parent = Objects.requireNonNull(runs.get(""));
        assertThat(pairs(parent, "params")).containsEntry("seed", "17").containsEntry("examples", "" + examples);
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
            assertThat(history(child, "accuracy")).hasSize(examples).doesNotHaveDuplicates();
        }
    }

    private void assertFiles(StoredRun stored, JsonObject parent) throws IOException {
        String place = parent.getAsJsonObject("info").get("artifact_uri").getAsString();
        JsonObject listed = mlflow.get("mlflow/artifacts/list?run_id=" + id(parent));
        Set<String> names = Set.copyOf(list(listed, "files").stream()
                .map(file -> file.getAsJsonObject().get("path").getAsString())
                .toList());
        assertThat(names).contains("report.html", "results.csv", "effective.conf", "manifest.json");
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
    List<String> histories(String experiment) throws IOException {
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
}
