// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is exchanged with the server, as JSON.
 *
 * <p>The server leaves out whatever is empty. What is not as expected is an {@link IllegalArgumentException}, or what
 * Gson throws.
 */
final class MlflowJson {

    private MlflowJson() {}

    static JsonObject object(String key, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(key, value);
        return object;
    }

    static JsonArray pairs(Map<String, String> values) {
        JsonArray pairs = new JsonArray();
        values.forEach((key, value) -> {
            JsonObject pair = object("key", key);
            pair.addProperty("value", value);
            pairs.add(pair);
        });
        return pairs;
    }

    static JsonArray points(List<MetricPoint> values) {
        JsonArray points = new JsonArray();
        for (MetricPoint value : values) {
            JsonObject point = object("key", value.key());
            point.addProperty("value", value.value());
            point.addProperty("timestamp", value.timestamp());
            point.addProperty("step", value.step());
            points.add(point);
        }
        return points;
    }

    /** The steps of a metric's values. */
    static Set<Long> steps(JsonObject history) {
        Set<Long> steps = new TreeSet<>();
        for (JsonElement point : list(history, "metrics")) {
            steps.add(number(point.getAsJsonObject(), "step"));
        }
        return steps;
    }

    /** The runs of a page. */
    static List<ServerRun> runs(JsonObject page) {
        return list(page, "runs").stream()
                .map(run -> run(run.getAsJsonObject()))
                .toList();
    }

    static ServerRun run(JsonObject run) {
        JsonObject info = object(run, "info");
        JsonObject data = run.has("data") ? object(run, "data") : new JsonObject();
        Map<String, Long> steps = new LinkedHashMap<>();
        for (JsonElement metric : list(data, "metrics")) {
            steps.put(text(metric.getAsJsonObject(), "key"), number(metric.getAsJsonObject(), "step"));
        }
        String id = text(info, "run_id");
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a run must have an id, had none");
        }
        return new ServerRun(
                id,
                text(info, "artifact_uri"),
                RunStatus.valueOf(text(info, "status").toUpperCase(Locale.ROOT)),
                number(info, "start_time"),
                map(data, "tags"),
                map(data, "params"),
                steps,
                inputs(run));
    }

    private static Set<String> inputs(JsonObject run) {
        JsonObject inputs = run.has("inputs") ? object(run, "inputs") : new JsonObject();
        Set<String> keys = new TreeSet<>();
        for (JsonElement input : list(inputs, "dataset_inputs")) {
            JsonObject dataset = object(input.getAsJsonObject(), "dataset");
            keys.add(text(dataset, "name") + " " + text(dataset, "digest"));
        }
        return keys;
    }

    static JsonArray inputs(List<RunInput> values) {
        JsonArray inputs = new JsonArray();
        for (RunInput value : values) {
            JsonObject dataset = object("name", value.name());
            dataset.addProperty("digest", value.digest());
            dataset.addProperty("source_type", value.sourceType());
            dataset.addProperty("source", value.source());
            dataset.addProperty("profile", value.profile());
            JsonObject input = new JsonObject();
            input.add("tags", pairs(Map.of("mlflow.data.context", value.context())));
            input.add("dataset", dataset);
            inputs.add(input);
        }
        return inputs;
    }

    /** Tags of an experiment by name. */
    static Map<String, String> tags(JsonObject experiment) {
        return map(experiment, "tags");
    }

    /** The runs of a page with their values. */
    static List<LoggedRun> logged(JsonObject page) {
        return list(page, "runs").stream()
                .map(JsonElement::getAsJsonObject)
                .map(run -> new LoggedRun(text(object(run, "info"), "run_name"), run(run), metrics(run)))
                .toList();
    }

    private static Map<String, Double> metrics(JsonObject run) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (JsonElement metric : list(object(run, "data"), "metrics")) {
            JsonObject one = metric.getAsJsonObject();
            metrics.put(text(one, "key"), one.get("value").getAsDouble());
        }
        return metrics;
    }

    /** An object inside of another. */
    static JsonObject object(JsonObject outer, String key) {
        JsonElement inner = outer.get(key);
        if (inner == null) {
            throw new IllegalArgumentException(key + " must be there, was not");
        }
        return inner.getAsJsonObject();
    }

    static List<JsonElement> list(JsonObject object, String key) {
        return object.has(key) ? object.getAsJsonArray(key).asList() : List.of();
    }

    static String text(JsonObject object, String key) {
        return object.has(key) ? object.get(key).getAsString() : "";
    }

    private static long number(JsonObject object, String key) {
        return object.has(key) ? object.get(key).getAsLong() : 0;
    }

    private static Map<String, String> map(JsonObject data, String key) {
        Map<String, String> map = new LinkedHashMap<>();
        for (JsonElement pair : list(data, key)) {
            map.put(text(pair.getAsJsonObject(), "key"), text(pair.getAsJsonObject(), "value"));
        }
        return map;
    }
}
