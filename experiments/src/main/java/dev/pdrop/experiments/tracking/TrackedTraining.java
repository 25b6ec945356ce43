// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Says what MLflow is to hold of a training's folder: one run, whose parameters are the settings and whose metrics are
 * the curve.
 *
 * <p>A metric is named {@code STAGE/NAME}, since what stages learn is not the same, and its step is one of the stage:
 * {@code tuning/loss}, {@code tuning/accuracy}, {@code tuning/accuracy_color}. The test questions are a stage
 * {@code test}, and {@code test_reduced} under the training's reduction, without steps.
 */
final class TrackedTraining {

    /** Names of stages of the test questions, in the order in which they are asked. */
    private static final List<String> TESTS = List.of("test", "test_reduced");

    private final TrainingFiles files;
    private final String experiment;

    /**
     * Of a training.
     *
     * @param files what it writes
     * @param experiment MLflow's experiment; empty for the name of the training
     */
    TrackedTraining(TrainingFiles files, String experiment) {
        this.files = files;
        this.experiment = experiment;
    }

    /** By which a server knows the training. */
    String id() {
        return RunIdentity.of(files.folder());
    }

    /** The name of MLflow's experiment. */
    String experiment() {
        return experiment.isEmpty() ? settings().getString("name") : experiment;
    }

    /** The training while it goes on. */
    TrackedRun running(long now) {
        return run(RunStatus.RUNNING, List.of(), now, OptionalLong.empty());
    }

    /**
     * The training when it is over.
     *
     * @param status how it ended
     * @param ended when it ended, in milliseconds since 1970
     */
    TrackedRun over(RunStatus status, long ended) {
        // Of a training that is not complete the results may be those of an earlier one.
        Stream<Path> results =
                status == RunStatus.FINISHED ? Stream.of(files.report(), files.card()) : Stream.<Path>of();
        List<Path> sent = Stream.concat(results, Stream.of(files.settings(), files.curve()))
                .filter(Files::isRegularFile)
                .toList();
        return run(status, sent, ended, OptionalLong.of(ended));
    }

    /** When the last file was written, in milliseconds since 1970. */
    long lastWritten() {
        return modified(Files.exists(files.card()) ? files.card() : files.curve());
    }

    private TrackedRun run(RunStatus status, List<Path> sent, long now, OptionalLong ended) {
        Config settings = settings();
        String id = id();
        String name = settings.getString("name");
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(TrackedRun.ID, id);
        tags.put("pdrop.kind", "training");
        tags.put("study", name);
        tags.put("mlflow.source.name", "pdrop");
        tags.put("mlflow.note.content", settings.getString("purpose"));
        TrackedEntry entry = new TrackedEntry("", name, tags, params(settings), metrics(now), List.of(), status);
        return new TrackedRun(
                id,
                new TrackedExperiment(experiment(), Map.of()),
                entry,
                List.of(),
                sent,
                modified(files.start()),
                ended);
    }

    private Config settings() {
        try {
            Config settings = ConfigFactory.parseString(Files.readString(files.settings()));
            settings.getString("name");
            settings.getString("purpose");
            return settings;
        } catch (IOException | ConfigException e) {
            throw new FailedRunException(
                    "expected " + files.settings()
                            + " to hold the settings of a training, found that it cannot be read (" + e.getMessage()
                            + "): run pdrop train again",
                    e);
        }
    }

    private static Map<String, String> params(Config settings) {
        Map<String, String> params = new LinkedHashMap<>();
        for (Map.Entry<String, ConfigValue> setting : settings.entrySet()) {
            if (!setting.getKey().startsWith("tracking.")) {
                params.put(setting.getKey(), text(setting.getValue()));
            }
        }
        return params;
    }

    private static String text(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING, NUMBER, BOOLEAN -> ConfigText.scalar(value);
            case LIST, OBJECT, NULL -> ConfigText.inline(value);
        };
    }

    private List<MetricPoint> metrics(long now) {
        List<MetricPoint> metrics = new ArrayList<>();
        Curve.points(files.folder())
                .forEach(point -> values(point)
                        .forEach((name, value) -> add(metrics, point.stage() + "/" + name, value, now, point.step())));
        int tests = 0;
        for (Examination examination : Curve.examinations(files.folder())) {
            // Those of a stage come after one of its steps.
            String stage = examination.step() > 0 ? examination.stage() : TESTS.get(tests++);
            add(metrics, stage + "/accuracy", examination.overall().share(), now, examination.step());
            examination
                    .byType()
                    .forEach((type, score) ->
                            add(metrics, stage + "/accuracy_" + type, score.share(), now, examination.step()));
        }
        return metrics;
    }

    private static Map<String, Double> values(CurvePoint point) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", point.loss());
        values.put("learning_rate", point.learningRate());
        values.put("gradient_norm", point.gradientNorm());
        values.put("images_per_second", point.imagesPerSecond());
        return values;
    }

    private static void add(List<MetricPoint> metrics, String name, double value, long now, int step) {
        if (Double.isFinite(value)) {
            metrics.add(new MetricPoint(name, value, now, step));
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected " + file + " in the folder of a training, found " + e.getMessage()
                            + ": run pdrop train again",
                    e);
        }
    }
}
