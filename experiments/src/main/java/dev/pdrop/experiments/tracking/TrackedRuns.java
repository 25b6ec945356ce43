// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.engine.measure.ArmTimes;
import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what MLflow is to hold of a run folder: which parameters, metrics, tags and files, under which names.
 *
 * <p>Parameters are named alike over methods, so that arms can be compared.
 */
final class TrackedRuns {

    /** The running share of right answers, which ends in the final one; its steps are numbers of answers. */
    static final String ACCURACY = "accuracy";

    /** Why a run or an arm failed; stays when it is continued. */
    private static final String FAILURE = "pdrop.last_failure";

    private static final List<String> FILES = List.of("effective.conf", "manifest.json");

    /* Of a run that is not complete they may be those of an earlier one. */
    private static final List<String> RESULT_FILES =
            List.of("report.html", "results.csv", "results-by-type.csv", "pairs.csv");

    private final Path folder;
    private final Manifest manifest;
    private final String id;
    private final String experiment;
    private final ArmNames names;
    private final RunInputs inputs;

    /**
     * Of a run.
     *
     * @param folder the run folder
     * @param manifest what runs
     * @param experiment MLflow's experiment; empty for the name of ours
     */
    TrackedRuns(Path folder, Manifest manifest, String experiment) {
        this.folder = folder;
        this.manifest = manifest;
        this.id = RunIdentity.of(folder, manifest);
        this.experiment = experiment.isEmpty() ? manifest.name() : experiment;
        this.names = new ArmNames(manifest.arms());
        this.inputs = RunInputs.of(folder, manifest);
    }

    /** How a run stands, and what is known of it. */
    private record State(RunStatus status, String failure, RunningAccuracy accuracy, Came came, long now) {}

    /** What came out; nothing as long as it is not complete. */
    private record Came(Optional<Results> results, Map<String, ArmTimes> times) {

        static Came nothing() {
            return new Came(Optional.empty(), Map.of());
        }

        static Came of(StoredRun run) {
            return new Came(
                    run.results(),
                    run.measured().stream()
                            .flatMap(measured -> measured.times().arms().stream())
                            .collect(Collectors.toMap(ArmTimes::arm, times -> times, (one, other) -> one)));
        }

        Optional<GainResult> gain(String arm) {
            return results.flatMap(all -> all.gain(arm));
        }

        Optional<ArmResult> result(String arm) {
            return results.stream()
                    .flatMap(all -> all.arms().stream())
                    .filter(result -> result.arm().equals(arm))
                    .findFirst();
        }
    }

    /**
     * The run while it goes on.
     *
     * @param accuracy its answers so far
     * @param now in milliseconds since 1970
     */
    TrackedRun running(RunningAccuracy accuracy, long now) {
        return run(new State(RunStatus.RUNNING, "", accuracy, Came.nothing(), now), List.of(), OptionalLong.empty());
    }

    /**
     * The run when it is over.
     *
     * @param status how it ended
     * @param failure why it failed; empty if it did not, or nobody knows
     * @param accuracy its answers
     * @param stored its folder
     * @param ended when it ended, in milliseconds since 1970
     */
    TrackedRun over(RunStatus status, String failure, RunningAccuracy accuracy, StoredRun stored, long ended) {
        return run(
                new State(status, Credentials.hiddenIn(failure), accuracy, Came.of(stored), ended),
                files(),
                OptionalLong.of(ended));
    }

    private TrackedRun run(State state, List<Path> files, OptionalLong ended) {
        List<TrackedEntry> arms =
                manifest.arms().stream().map(arm -> arm(arm, state)).toList();
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put(TrackedExperiment.NOTE, ExperimentNote.of(manifest.question()));
        shown.put(SharedView.tag(id), SharedView.of(id, arms));
        return new TrackedRun(
                id,
                new TrackedExperiment(experiment, shown),
                parent(state),
                arms,
                files,
                manifest.started().toEpochMilli(),
                ended);
    }

    private TrackedEntry parent(State state) {
        Map<String, String> tags = tags("experiment");
        tags.put(TrackedExperiment.NOTE, RunNote.of(manifest, state.came().results(), state.failure()));
        tags.put(FAILURE, state.failure());
        tags.put("pdrop.model_hash", manifest.hashes().model());
        tags.put("pdrop.data_hash", manifest.hashes().data());
        tags.put(
                "pdrop.machine",
                manifest.machine().system() + ", " + manifest.machine().processor());
        tags.put("pdrop.java", manifest.software().java());
        Map<String, String> params = new LinkedHashMap<>();
        params.put("seed", Long.toString(manifest.seed()));
        params.put("examples", Long.toString(manifest.examples()));
        params.put("batch_size", Integer.toString(manifest.batchSize()));
        params.put("arms", Integer.toString(manifest.arms().size()));
        manifest.backbone().forEach((key, value) -> params.put("backbone." + key, value));
        List<MetricPoint> metrics = state.came().results().isEmpty()
                ? List.of()
                : List.of(
                        new MetricPoint("engine_seconds", manifest.engineSeconds(), state.now(), manifest.examples()));
        return new TrackedEntry("", name(), tags, params, metrics, inputs.all(), state.status());
    }

    private TrackedEntry arm(Manifest.Arm arm, State state) {
        Optional<GainResult> gain = state.came().gain(arm.name());
        RunStatus status = status(arm, state);
        String failure = status == RunStatus.FAILED ? failure(arm, state) : "";
        Map<String, String> tags = tags("arm");
        tags.put("pdrop.arm", arm.name());
        tags.put(TrackedRun.ARM_KEY, arm.key());
        tags.put("pdrop.schedule", arm.schedule());
        tags.put(TrackedExperiment.NOTE, RunNote.of(arm, gain, failure));
        tags.put(FAILURE, failure);
        gain.ifPresent(one -> {
            tags.put("pdrop.best_control", one.bestControl());
            tags.put("pdrop.gain_verdict", one.verdict().words());
        });
        return new TrackedEntry(
                arm.key(), names.of(arm), tags, arm.parameters(), metrics(arm, gain, state), inputs.all(), status);
    }

    private static List<MetricPoint> metrics(Manifest.Arm arm, Optional<GainResult> gain, State state) {
        Stream<MetricPoint> running = state.accuracy().of(arm.key()).stream()
                .map(step -> new MetricPoint(ACCURACY, step.accuracy(), state.now(), step.examples()));
        Optional<ArmTimes> times = Optional.ofNullable(state.came().times().get(arm.name()));
        Stream<MetricPoint> result = state.came().result(arm.name()).stream()
                .flatMap(one -> new ArmMetrics(state.now()).of(one, gain, times).stream());
        return Stream.concat(running, result).toList();
    }

    /** An arm that has all its answers is none that failed, though the run did; one that could not be asked is. */
    private static RunStatus status(Manifest.Arm arm, State state) {
        boolean complete = state.accuracy().isComplete(arm.key());
        if (complete && !state.accuracy().failure(arm.key()).isEmpty()) {
            return RunStatus.FAILED;
        }
        return complete && state.status() == RunStatus.FAILED ? RunStatus.FINISHED : state.status();
    }

    private static String failure(Manifest.Arm arm, State state) {
        String own = Credentials.hiddenIn(state.accuracy().failure(arm.key()));
        return own.isEmpty() ? state.failure() : own;
    }

    private Map<String, String> tags(String kind) {
        Software software = manifest.software();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(TrackedRun.ID, id);
        tags.put("pdrop.kind", kind);
        tags.put("pdrop.run", name());
        tags.put("study", manifest.name());
        tags.put("dataset", inputs.data().name());
        tags.put("model", inputs.model().name());
        tags.put("pdrop.version", software.pdrop());
        tags.put("mlflow.source.name", "pdrop");
        if (!software.commit().isEmpty()) {
            tags.put("commit", software.commit() + (software.dirty() ? " and changes" : ""));
            tags.put("mlflow.source.git.commit", software.commit());
        }
        return tags;
    }

    private List<Path> files() {
        Stream<String> results = manifest.complete() ? RESULT_FILES.stream() : Stream.of();
        return Stream.concat(results, FILES.stream())
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    private String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? manifest.name() : name.toString();
    }
}
