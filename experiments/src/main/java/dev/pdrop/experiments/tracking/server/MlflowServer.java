// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An MLflow server: what can be asked of it.
 *
 * <p>Each request ends within the deadline. One thread at a time.
 */
public final class MlflowServer {

    private static final String API = "/api/2.0/mlflow";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String PROXY = "mlflow-artifacts:";
    private static final int PAGE = 1000;

    private final MlflowAddress address;
    private final RestClient rest;

    /**
     * A server; nothing is sent yet.
     *
     * @param address where it is
     * @param deadline how long one request may take
     */
    public MlflowServer(MlflowAddress address, Duration deadline) {
        this.address = address;
        this.rest = new RestClient(address, deadline);
    }

    /** Where it is. */
    public MlflowAddress address() {
        return address;
    }

    /** Its version. */
    public String version() throws MlflowException {
        return rest.text("to tell its version", "/version").strip();
    }

    /** Returns if it answers and takes the credentials. */
    public void answer() throws MlflowException {
        rest.get("to list its experiments", API + "/experiments/search", Map.of("max_results", "1"), answer -> answer);
    }

    /**
     * Returns if it answers.
     *
     * @throws FailedRunException if it does not
     */
    public void requireAnswer() {
        try {
            answer();
        } catch (MlflowException e) {
            throw new FailedRunException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The id of the experiment with a name, which is made if there is none.
     *
     * @throws MlflowException also if it was deleted: such a name stays taken
     */
    public String experiment(String name) throws MlflowException {
        Optional<String> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return rest.post(
                    "to make the experiment '" + name + "'",
                    API + "/experiments/create",
                    MlflowJson.object("name", name),
                    made -> MlflowJson.text(made, "experiment_id"));
        } catch (MlflowException e) {
            if (e.alreadyExists()) {
                return find(name).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    /** The runs of an experiment that carry a tag, deleted ones left out. */
    public List<ServerRun> runs(String experiment, String tag, String value) throws MlflowException {
        return search(experiment, tag, value, MlflowJson::runs);
    }

    /** The same with their values, the latest first. */
    public List<LoggedRun> logged(String experiment, String tag, String value) throws MlflowException {
        return search(experiment, tag, value, MlflowJson::logged);
    }

    private <R> List<R> search(String experiment, String tag, String value, Function<JsonObject, List<R>> read)
            throws MlflowException {
        JsonObject query = new JsonObject();
        JsonArray experiments = new JsonArray();
        experiments.add(experiment);
        query.add("experiment_ids", experiments);
        query.addProperty("filter", "tags.`" + tag + "` = '" + value + "'");
        query.addProperty("max_results", PAGE);
        List<R> runs = new ArrayList<>();
        String next;
        do {
            Page<R> page = rest.post(
                    "to say what it has of the run",
                    API + "/runs/search",
                    query,
                    answer -> new Page<>(read.apply(answer), MlflowJson.text(answer, "next_page_token")));
            runs.addAll(page.runs());
            next = page.next();
            query.addProperty("page_token", next);
        } while (!next.isEmpty());
        return runs;
    }

    /**
     * Begins a run.
     *
     * @param experiment id of the experiment
     * @param name shown to people
     * @param startTime in milliseconds since 1970
     * @param tags by which it can be found from the first moment on
     */
    public ServerRun createRun(String experiment, String name, long startTime, Map<String, String> tags)
            throws MlflowException {
        JsonObject body = MlflowJson.object("experiment_id", experiment);
        body.addProperty("run_name", name);
        body.addProperty("start_time", startTime);
        body.add("tags", MlflowJson.pairs(tags));
        return rest.post(
                "to take the run '" + name + "'",
                API + "/runs/create",
                body,
                made -> MlflowJson.run(MlflowJson.object(made, "run")));
    }

    /** The tags of an experiment. */
    public Map<String, String> experimentTags(String experiment) throws MlflowException {
        return rest.get(
                "to tell what it has of an experiment",
                API + "/experiments/get",
                Map.of("experiment_id", experiment),
                answer -> MlflowJson.tags(MlflowJson.object(answer, "experiment")));
    }

    /** Sets a tag of an experiment. */
    public void tagExperiment(String experiment, String key, String value) throws MlflowException {
        JsonObject body = MlflowJson.object("experiment_id", experiment);
        body.addProperty("key", key);
        body.addProperty("value", value);
        rest.post("to take a tag of an experiment", API + "/experiments/set-experiment-tag", body);
    }

    /** Says what a run reads; nothing is sent if that is nothing. */
    public void logInputs(String run, List<RunInput> inputs) throws MlflowException {
        if (!inputs.isEmpty()) {
            JsonObject body = MlflowJson.object("run_id", run);
            body.add("datasets", MlflowJson.inputs(inputs));
            rest.post("to take what a run reads", API + "/runs/log-inputs", body);
        }
    }

    /** Adds to a run, in as few requests as its limits allow; none if there is nothing. */
    public void log(String run, List<MetricPoint> metrics, Map<String, String> params, Map<String, String> tags)
            throws MlflowException {
        List<Map<String, String>> tagPieces = MlflowLimits.pieces(tags, MlflowLimits.TAGS);
        List<Map<String, String>> paramPieces = MlflowLimits.pieces(params, MlflowLimits.PARAMS);
        List<List<MetricPoint>> metricPieces = MlflowLimits.pieces(metrics, MlflowLimits.METRICS);
        int requests = Math.max(metricPieces.size(), Math.max(tagPieces.size(), paramPieces.size()));
        for (int request = 0; request < requests; request++) {
            JsonObject body = MlflowJson.object("run_id", run);
            if (request < tagPieces.size()) {
                body.add("tags", MlflowJson.pairs(tagPieces.get(request)));
            }
            if (request < paramPieces.size()) {
                body.add("params", MlflowJson.pairs(paramPieces.get(request)));
            }
            if (request < metricPieces.size()) {
                body.add("metrics", MlflowJson.points(metricPieces.get(request)));
            }
            rest.post("to take tags, params and metrics", API + "/runs/log-batch", body);
        }
    }

    /** The steps at which the server has a value of a metric. */
    public Set<Long> steps(String run, String metric) throws MlflowException {
        Map<String, String> query = Map.of("run_id", run, "metric_key", MlflowLimits.key(metric));
        return rest.get(
                "to say what it has of the metric " + metric, API + "/metrics/get-history", query, MlflowJson::steps);
    }

    /** Says how a run stands that goes on. */
    public void update(String run, RunStatus status) throws MlflowException {
        JsonObject body = MlflowJson.object("run_id", run);
        body.addProperty("status", status.name());
        rest.post("to take how the run stands", API + "/runs/update", body);
    }

    /**
     * Says how a run has ended.
     *
     * @param endTime in milliseconds since 1970
     */
    public void end(String run, RunStatus status, long endTime) throws MlflowException {
        JsonObject body = MlflowJson.object("run_id", run);
        body.addProperty("status", status.name());
        body.addProperty("end_time", endTime);
        rest.post("to take how the run stands", API + "/runs/update", body);
    }

    /** Deletes a run, which the server keeps where its people can restore it. */
    public void delete(String run) throws MlflowException {
        rest.post("to delete a run that it has twice", API + "/runs/delete", MlflowJson.object("run_id", run));
    }

    /**
     * Stores a file with a run, in place of one of the same name.
     *
     * @throws MlflowException also if this server leaves files to its clients
     */
    public void upload(ServerRun run, Path file) throws MlflowException {
        String name = file.getFileName().toString();
        if (!run.artifactUri().startsWith(PROXY)) {
            throw new MlflowException(
                    "MLflow at " + address + " to store " + name,
                    "that it wants files elsewhere",
                    "start it with --serve-artifacts");
        }
        // mlflow-artifacts:/1/.. or mlflow-artifacts://host:port/1/..
        String folder = run.artifactUri()
                .substring(PROXY.length())
                .replaceFirst("^//[^/]*", "")
                .replaceFirst("^/+", "");
        rest.put("to store " + name, FILES + RestClient.path(folder + "/" + name), file);
    }

    /**
     * The id of the experiment with a name; empty if there is none.
     *
     * @throws MlflowException also if it was deleted
     */
    public Optional<String> find(String name) throws MlflowException {
        JsonObject experiment;
        try {
            experiment = rest.get(
                    "to find the experiment '" + name + "'",
                    API + "/experiments/get-by-name",
                    Map.of("experiment_name", name),
                    answer -> MlflowJson.object(answer, "experiment"));
        } catch (MlflowException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
        if (MlflowJson.text(experiment, "lifecycle_stage").equals("deleted")) {
            throw new MlflowException(
                    "MLflow at " + address + " to have the experiment '" + name + "'",
                    "it deleted",
                    "restore it there, or choose another name with tracking.mlflow.experiment");
        }
        return Optional.of(MlflowJson.text(experiment, "experiment_id"));
    }

    private record Page<R>(List<R> runs, String next) {}
}
