// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * As much of an MLflow server as tracking needs, in memory, and as strict: it refuses what the real one refuses.
 *
 * <p>Keeps every value that is logged, so that one logged twice shows. Thread-safe.
 */
public final class FakeMlflow implements Backend {

    private static final String API = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

    /**
     * A run; its collections grow.
     *
     * @param id of it
     * @param tags by name
     * @param params by name
     * @param metrics as {@code key@step=value}, in the order in which they came
     * @param files contents by name
     * @param inputs names and digests of what it reads
     */
    public record Run(
            String id,
            Map<String, String> tags,
            Map<String, String> params,
            List<String> metrics,
            Map<String, String> files,
            List<String> inputs) {}

    private final Map<String, String> experiments = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> experimentTags = new LinkedHashMap<>();
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, String> status = new LinkedHashMap<>();
    private final Map<String, Long> startTimes = new LinkedHashMap<>();

    /**
     * All there is, as text: runs, how they stand, their parameters and metrics. Left out is what differs from one time
     * to the next: ids, and values of measured times.
     */
    public synchronized String picture() {
        StringBuilder text = new StringBuilder();
        for (Run run : runs.values()) {
            Run parent = runs.get(run.tags().getOrDefault("mlflow.parentRunId", ""));
            text.append(parent == null ? "" : parent.tags().getOrDefault("study", "") + " > ")
                    .append(run.tags().getOrDefault("mlflow.runName", "").replaceFirst("-[0-9a-f]{8}$", ""))
                    .append(" ")
                    .append(status.get(run.id()))
                    .append("\n  params ")
                    .append(new TreeMap<>(run.params()))
                    .append("\n  metrics ")
                    .append(run.metrics().stream()
                            .map(point -> point.replaceFirst("((?:_ms|_seconds)@\\d+)=.*", "$1"))
                            .sorted()
                            .toList())
                    .append("\n");
        }
        return text.toString();
    }

    /** The runs that are not deleted, oldest first. */
    public synchronized List<Run> runs() {
        return List.copyOf(runs.values());
    }

    /** How a run stands. */
    public synchronized String status(Run run) {
        return status.getOrDefault(run.id(), "");
    }

    @Override
    public synchronized Answer answer(Request request) {
        if (request.path().startsWith(FILES)) {
            String[] place = request.path().substring(FILES.length()).split("/", -1);
            run(place[1]).files().put(place[place.length - 1], request.text());
            return new Answer(200, "");
        }
        if (request.path().equals("/version")) {
            return new Answer(200, "3.17.2");
        }
        JsonObject body = request.text().isEmpty()
                ? new JsonObject()
                : JsonParser.parseString(request.text()).getAsJsonObject();
        return switch (request.path().replace(API, "")) {
            case "experiments/search" -> ok(new JsonObject());
            case "experiments/get-by-name" -> experimentByName(query(request, "experiment_name"));
            case "experiments/create" -> createExperiment(body.get("name").getAsString());
            case "experiments/get" -> experimentWith(query(request, "experiment_id"));
            case "experiments/set-experiment-tag" -> {
                tagsOf(body.get("experiment_id").getAsString())
                        .put(body.get("key").getAsString(), body.get("value").getAsString());
                yield ok(new JsonObject());
            }
            case "runs/log-inputs" -> logInputs(body);
            case "runs/create" -> createRun(body);
            case "runs/search" -> search(body.get("filter").getAsString());
            case "runs/log-batch" -> logBatch(body);
            case "runs/update" -> update(body);
            case "runs/delete" -> {
                runs.remove(body.get("run_id").getAsString());
                yield ok(new JsonObject());
            }
            case "metrics/get-history" -> history(query(request, "run_id"), query(request, "metric_key"));
            default -> new Answer(404, "<!doctype html>");
        };
    }

    private Answer experimentByName(String name) {
        if (!experiments.containsKey(name)) {
            return error(404, "RESOURCE_DOES_NOT_EXIST");
        }
        JsonObject experiment = new JsonObject();
        experiment.addProperty("experiment_id", experiments.get(name));
        experiment.addProperty("lifecycle_stage", "active");
        return ok(with("experiment", experiment));
    }

    /** Tags of an experiment. */
    public synchronized Map<String, String> experimentTags(String name) {
        return Map.copyOf(tagsOf(experiments.getOrDefault(name, "")));
    }

    private Map<String, String> tagsOf(String id) {
        return experimentTags.computeIfAbsent(id, none -> new LinkedHashMap<>());
    }

    private Answer experimentWith(String id) {
        JsonObject experiment = new JsonObject();
        experiment.addProperty("experiment_id", id);
        experiment.add("tags", list(tagsOf(id)));
        return ok(with("experiment", experiment));
    }

    private Answer logInputs(JsonObject body) {
        for (JsonElement input : body.getAsJsonArray("datasets")) {
            JsonObject dataset = input.getAsJsonObject().getAsJsonObject("dataset");
            run(body.get("run_id").getAsString())
                    .inputs()
                    .add(dataset.get("name").getAsString() + " "
                            + dataset.get("digest").getAsString());
        }
        return ok(new JsonObject());
    }

    private Answer createExperiment(String name) {
        if (experiments.containsKey(name)) {
            return error(400, "RESOURCE_ALREADY_EXISTS");
        }
        experiments.put(name, Integer.toString(experiments.size() + 1));
        JsonObject made = new JsonObject();
        made.addProperty("experiment_id", experiments.get(name));
        return ok(made);
    }

    private Answer createRun(JsonObject body) {
        String id = "r" + (status.size() + 1);
        Run run = new Run(
                id,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
        run.tags().put("mlflow.runName", body.get("run_name").getAsString());
        pairs(body, "tags").forEach(run.tags()::put);
        runs.put(id, run);
        status.put(id, "RUNNING");
        startTimes.put(id, body.get("start_time").getAsLong());
        return ok(with("run", json(run)));
    }

    private Answer search(String filter) {
        String[] parts = filter.split("['`]", -1);
        JsonArray found = new JsonArray();
        runs.values().stream()
                .filter(run -> parts[3].equals(run.tags().get(parts[1])))
                .forEach(run -> found.add(json(run)));
        JsonObject page = new JsonObject();
        if (!found.isEmpty()) {
            page.add("runs", found);
        }
        return ok(page);
    }

    private Answer logBatch(JsonObject body) {
        Run run = run(body.get("run_id").getAsString());
        Map<String, String> params = pairs(body, "params");
        JsonArray metrics = body.has("metrics") ? body.getAsJsonArray("metrics") : new JsonArray();
        boolean changes = params.entrySet().stream()
                .anyMatch(param -> !run.params()
                        .getOrDefault(param.getKey(), param.getValue())
                        .equals(param.getValue()));
        Predicate<String> strange = key -> !key.matches("[\\w\\-. :/]+");
        boolean strangeName = params.keySet().stream().anyMatch(strange)
                || metrics.asList().stream()
                        .anyMatch(point ->
                                strange.test(point.getAsJsonObject().get("key").getAsString()));
        if (changes
                || strangeName
                || params.size() > 100
                || metrics.size() > 1000
                || pairs(body, "tags").size() > 100) {
            return error(400, "INVALID_PARAMETER_VALUE");
        }
        run.params().putAll(params);
        run.tags().putAll(pairs(body, "tags"));
        for (JsonElement metric : metrics) {
            JsonObject point = metric.getAsJsonObject();
            run.metrics()
                    .add(point.get("key").getAsString() + "@"
                            + point.get("step").getAsLong() + "="
                            + point.get("value").getAsDouble());
        }
        return ok(new JsonObject());
    }

    private Answer update(JsonObject body) {
        status.put(body.get("run_id").getAsString(), body.get("status").getAsString());
        return ok(new JsonObject());
    }

    private Answer history(String id, String key) {
        JsonArray points = new JsonArray();
        run(id).metrics().stream()
                .filter(point -> point.startsWith(key + "@"))
                .forEach(point -> points.add(point(point)));
        JsonObject history = new JsonObject();
        if (!points.isEmpty()) {
            history.add("metrics", points);
        }
        return ok(history);
    }

    private Run run(String id) {
        Run run = runs.get(id);
        if (run == null) {
            throw new IllegalArgumentException("no run " + id);
        }
        return run;
    }

    private JsonObject json(Run run) {
        JsonObject info = new JsonObject();
        info.addProperty("run_id", run.id());
        info.addProperty("status", status.get(run.id()));
        info.addProperty("start_time", startTimes.get(run.id()));
        info.addProperty("artifact_uri", "mlflow-artifacts:/1/" + run.id() + "/artifacts");
        Map<String, JsonObject> latest = new LinkedHashMap<>();
        run.metrics().forEach(point -> latest.put(point.split("@", -1)[0], point(point)));
        JsonObject data = new JsonObject();
        data.add("tags", list(run.tags()));
        data.add("params", list(run.params()));
        JsonArray metrics = new JsonArray();
        latest.values().forEach(metrics::add);
        data.add("metrics", metrics);
        JsonArray inputs = new JsonArray();
        for (String input : run.inputs()) {
            JsonObject dataset = new JsonObject();
            dataset.addProperty("name", input.split(" ", -1)[0]);
            dataset.addProperty("digest", input.split(" ", -1)[1]);
            inputs.add(with("dataset", dataset));
        }
        JsonObject json = with("info", info);
        json.add("data", data);
        json.add("inputs", with("dataset_inputs", inputs));
        return json;
    }

    private static JsonObject point(String text) {
        String[] parts = text.split("[@=]", -1);
        JsonObject point = new JsonObject();
        point.addProperty("key", parts[0]);
        point.addProperty("step", Long.parseLong(parts[1]));
        point.addProperty("value", Double.parseDouble(parts[2]));
        return point;
    }

    private static JsonArray list(Map<String, String> pairs) {
        JsonArray list = new JsonArray();
        pairs.forEach((key, value) -> {
            JsonObject pair = new JsonObject();
            pair.addProperty("key", key);
            pair.addProperty("value", value);
            list.add(pair);
        });
        return list;
    }

    private static Map<String, String> pairs(JsonObject body, String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        JsonArray list = body.has(key) ? body.getAsJsonArray(key) : new JsonArray();
        for (JsonElement pair : list) {
            pairs.put(
                    pair.getAsJsonObject().get("key").getAsString(),
                    pair.getAsJsonObject().get("value").getAsString());
        }
        return pairs;
    }

    private static String query(Request request, String key) {
        for (String parameter : request.query().split("&", -1)) {
            if (parameter.startsWith(key + "=")) {
                return URLDecoder.decode(parameter.substring(key.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new IllegalArgumentException("no " + key + " in " + request.query());
    }

    private static JsonObject with(String key, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(key, value);
        return object;
    }

    private static Answer ok(JsonObject body) {
        return new Answer(200, body.toString());
    }

    private static Answer error(int code, String name) {
        JsonObject error = new JsonObject();
        error.addProperty("error_code", name);
        error.addProperty("message", "refused");
        return new Answer(code, error.toString());
    }
}
