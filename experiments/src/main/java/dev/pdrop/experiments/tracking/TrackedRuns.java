// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

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

/**
 * Says what MLflow is to hold of a run folder: which parameters, metrics, tags and files, under which names.
 *
 * <p>Parameters are named alike over methods, so that arms can be compared; a metric's step is a number of answers.
 */
final class TrackedRuns {

    /** The running share of right answers, which ends in the final one. */
    static final String ACCURACY = "accuracy";

    private static final List<String> FILES = List.of("report.html", "results.csv", "effective.conf", "manifest.json");

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
    TrackedRuns(Path folder, Manifest manifest, Optional<String> experiment) {
        this.folder = folder;
        this.manifest = manifest;
        this.id = RunIdentity.of(folder, manifest);
        this.experiment = experiment.orElse(manifest.name());
    }

    /**
     * The run as it stands.
     *
     * @param status how it stands
     * @param accuracy its answers so far
     * @param results what came out, if it is complete
     * @param ended when it ended, in milliseconds since 1970; empty while it goes on
     * @param now the time of what was measured, in milliseconds since 1970
     */
    TrackedRun at(RunStatus status, RunningAccuracy accuracy, Optional<Results> results, OptionalLong ended, long now) {
        List<TrackedEntry> arms = new ArrayList<>();
        for (Manifest.Arm arm : manifest.arms()) {
            Optional<ArmResult> result = results.stream()
                    .flatMap(all -> all.arms().stream())
                    .filter(one -> one.arm().equals(arm.name()))
                    .findFirst();
            arms.add(arm(arm, accuracy.of(arm.key()), result, now));
        }
        return new TrackedRun(
                id,
                experiment,
                parent(results.isPresent(), now),
                arms,
                ended.isPresent() ? files() : List.of(),
                status,
                manifest.started().toEpochMilli(),
                ended);
    }

    private TrackedEntry parent(boolean complete, long now) {
        Map<String, String> tags = tags("experiment");
        tags.put("mlflow.note.content", manifest.question());
        tags.put("pdrop.model_hash", manifest.hashes().model());
        tags.put("pdrop.data_hash", manifest.hashes().data());
        tags.put("pdrop.machine", manifest.machine().toString());
        tags.put("pdrop.java", manifest.software().java());
        Map<String, String> params = new LinkedHashMap<>();
        params.put("seed", Long.toString(manifest.seed()));
        params.put("examples", Long.toString(manifest.examples()));
        params.put("batch_size", Integer.toString(manifest.batchSize()));
        params.put("arms", Integer.toString(manifest.arms().size()));
        manifest.backbone().forEach((key, value) -> params.put("backbone." + key, value));
        List<MetricPoint> metrics = complete
                ? List.of(new MetricPoint("engine_seconds", manifest.engineSeconds(), now, manifest.examples()))
                : List.of();
        return new TrackedEntry("", name(), tags, params, metrics);
    }

    private TrackedEntry arm(Manifest.Arm arm, List<RunningAccuracy.Step> steps, Optional<ArmResult> result, long now) {
        Map<String, String> tags = tags("arm");
        tags.put("pdrop.arm", arm.name());
        tags.put(TrackedRun.ARM_KEY, arm.key());
        tags.put("pdrop.schedule", arm.schedule());
        List<MetricPoint> metrics = new ArrayList<>();
        steps.forEach(step -> metrics.add(new MetricPoint(ACCURACY, step.accuracy(), now, step.examples())));
        result.ifPresent(one -> values(one).forEach((key, value) -> {
            if (Double.isFinite(value)) {
                metrics.add(new MetricPoint(key, value, now, one.examples()));
            }
        }));
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
        result.loyalty().ifPresent(loyalty -> values.put("loyalty", loyalty));
        values.put("average_tokens", result.averageTokens());
        values.put("tmac", result.teraMultiplyAdds());
        values.put("fastv_tmac", result.fastvTeraMultiplyAdds());
        values.put("kv_mib", result.keyValueMebibytes());
        values.put("prefill_ms", result.prefillMillis());
        values.put("decode_ms", result.decodeMillis());
        values.put("unknown_word_questions", (double) result.unknownWordQuestions());
        values.put("failures", (double) result.failures());
        return values;
    }

    private List<Path> files() {
        return FILES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    }

    private String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? manifest.name() : name.toString();
    }
}
