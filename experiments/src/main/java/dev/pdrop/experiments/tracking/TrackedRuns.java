// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.outcome.GainResult;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Says what MLflow is to hold of a run folder: which parameters, metrics, tags and files, under which names.
 *
 * <p>Parameters are named alike over methods, so that arms can be compared; a metric's step is a number of answers.
 */
final class TrackedRuns {

    /** The running share of right answers, which ends in the final one. */
    static final String ACCURACY = "accuracy";

    private static final String GAIN = "gain_over_best_control";

    private static final List<String> FILES = List.of("effective.conf", "manifest.json");

    /* Of a run that is not complete they may be those of an earlier one. */
    private static final List<String> RESULT_FILES =
            List.of("report.html", "results.csv", "results-by-type.csv", "pairs.csv");

    private final Path folder;
    private final Manifest manifest;
    private final String id;
    private final String experiment;

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
    }

    /**
     * The run while it goes on.
     *
     * @param accuracy its answers so far
     * @param now in milliseconds since 1970
     */
    TrackedRun running(RunningAccuracy accuracy, long now) {
        return run(
                RunStatus.RUNNING, arms(accuracy, Optional.empty(), now), List.of(), List.of(), OptionalLong.empty());
    }

    /**
     * The run when it is over.
     *
     * @param status how it ended
     * @param accuracy its answers
     * @param results what came out; absent if it is not complete
     * @param ended when it ended, in milliseconds since 1970
     */
    TrackedRun over(RunStatus status, RunningAccuracy accuracy, Optional<Results> results, long ended) {
        List<MetricPoint> metrics = results.isEmpty()
                ? List.of()
                : List.of(new MetricPoint("engine_seconds", manifest.engineSeconds(), ended, manifest.examples()));
        return run(status, arms(accuracy, results, ended), metrics, files(), OptionalLong.of(ended));
    }

    private TrackedRun run(
            RunStatus status,
            List<TrackedEntry> arms,
            List<MetricPoint> metrics,
            List<Path> files,
            OptionalLong ended) {
        long started = manifest.started().toEpochMilli();
        return new TrackedRun(id, experiment, parent(metrics), arms, files, status, started, ended);
    }

    private List<TrackedEntry> arms(RunningAccuracy accuracy, Optional<Results> results, long now) {
        List<TrackedEntry> arms = new ArrayList<>();
        for (Manifest.Arm arm : manifest.arms()) {
            List<MetricPoint> metrics = new ArrayList<>();
            accuracy.of(arm.key())
                    .forEach(step -> metrics.add(new MetricPoint(ACCURACY, step.accuracy(), now, step.examples())));
            Optional<GainResult> gain = results.flatMap(one -> one.gain(arm.name()));
            results.stream()
                    .flatMap(one -> one.arms().stream())
                    .filter(result -> result.arm().equals(arm.name()))
                    .forEach(result -> metrics.addAll(metrics(result, gain, now)));
            arms.add(arm(arm, gain, metrics));
        }
        return arms;
    }

    private static List<MetricPoint> metrics(ArmResult result, Optional<GainResult> gain, long now) {
        Map<String, Double> values = values(result);
        gain.ifPresent(one -> values.put(GAIN, one.gain()));
        gain.flatMap(GainResult::interval).ifPresent(interval -> {
            values.put(GAIN + "_low", interval.low());
            values.put(GAIN + "_high", interval.high());
        });
        return values.entrySet().stream()
                .filter(value -> Double.isFinite(value.getValue()))
                .map(value -> new MetricPoint(value.getKey(), value.getValue(), now, result.examples()))
                .toList();
    }

    private TrackedEntry parent(List<MetricPoint> metrics) {
        Map<String, String> tags = tags("experiment");
        tags.put("mlflow.note.content", manifest.question());
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
        return new TrackedEntry("", name(), tags, params, metrics);
    }

    private TrackedEntry arm(Manifest.Arm arm, Optional<GainResult> gain, List<MetricPoint> metrics) {
        Map<String, String> tags = tags("arm");
        tags.put("pdrop.arm", arm.name());
        tags.put(TrackedRun.ARM_KEY, arm.key());
        tags.put("pdrop.schedule", arm.schedule());
        gain.ifPresent(one -> {
            tags.put("pdrop.best_control", one.bestControl());
            tags.put("pdrop.gain_verdict", one.verdict().words());
        });
        return new TrackedEntry(arm.key(), arm.name(), tags, arm.parameters(), metrics);
    }

    private Map<String, String> tags(String kind) {
        Software software = manifest.software();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(TrackedRun.ID, id);
        tags.put("pdrop.kind", kind);
        tags.put("pdrop.run", name());
        tags.put("study", manifest.name());
        tags.put("pdrop.version", software.pdrop());
        tags.put("mlflow.source.name", "pdrop");
        if (!software.commit().isEmpty()) {
            tags.put("commit", software.commit() + (software.dirty() ? " and changes" : ""));
            tags.put("mlflow.source.git.commit", software.commit());
        }
        return tags;
    }

    /** Named as in {@code results.csv}. */
    private static Map<String, Double> values(ArmResult result) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("examples", (double) result.examples());
        result.accuracyInterval().ifPresent(interval -> {
            values.put("accuracy_low", interval.low());
            values.put("accuracy_high", interval.high());
        });
        result.loyalty().ifPresent(loyalty -> values.put("loyalty", loyalty));
        values.put("average_tokens", result.averageTokens());
        values.put("tmac", result.teraMultiplyAdds());
        values.put("fastv_tmac", result.fastvTeraMultiplyAdds());
        result.layers().ifPresent(layers -> values.put("full_tmac", layers.fullTmac()));
        values.put("kv_mib", result.keyValueMebibytes());
        values.put("prefill_ms", result.prefillMillis());
        values.put("decode_ms", result.decodeMillis());
        values.put("unknown_word_questions", (double) result.unknownWordQuestions());
        values.put("failures", (double) result.failures());
        if (result.replicates() > 1) {
            values.put("replicates", (double) result.replicates());
        }
        return values;
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
