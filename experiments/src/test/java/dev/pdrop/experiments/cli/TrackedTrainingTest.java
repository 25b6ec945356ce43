// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of a toy model that are told to a server in memory. */
final class TrackedTrainingTest {

    private static final String TOY = "src/test/resources/train/toy.conf";

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer server = MisbehavingServer.before(mlflow);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerHasTheCurvesOfATraining() throws IOException {
        CommandRun train = train();
        assertThat(train.exitCode()).as(train.error()).isZero();
        assertThat(train.saidOfMlflow())
                .containsExactly("MLflow has it at " + server.uri() + "/#/experiments/1/runs/r1");
        assertThat(mlflow.runs()).hasSize(1);
        FakeMlflow.Run run = mlflow.runs().get(0);
        assertThat(mlflow.status(run)).isEqualTo("FINISHED");
        assertThat(run.tags()).containsEntry("pdrop.kind", "training").containsEntry("mlflow.note.content", "A toy.");
        assertThat(run.params())
                .containsEntry("stages.tower.budget.steps", "4")
                .containsEntry("dataset.use", "glyph-vqa")
                .containsEntry("seed", "17")
                .doesNotContainKey("tracking.mlflow.enabled");
        assertThat(keys(run))
                .contains(
                        "tower/loss@2",
                        "tower/loss@4",
                        "tower/learning_rate@4",
                        "tower/gradient_norm@4",
                        "tower/images_per_second@4",
                        "tower/accuracy@4",
                        "tuning/loss@6",
                        "tuning/accuracy@3",
                        "tuning/accuracy_color@6",
                        "test/accuracy@0",
                        "test/accuracy_color@0")
                .doesNotHaveDuplicates();
        for (String file : List.of("report.html", "effective.conf", "curve.jsonl")) {
            assertThat(run.files().get(file))
                    .isEqualTo(Files.readString(training().resolve(file)));
        }
        assertThat(run.files().get("README.md"))
                .isEqualTo(Files.readString(training().resolve("model/README.md")));
    }

    @Test
    void aServerThatIsAwayCostsAWarningAndSyncMakesUpForIt() {
        server.behave(Manner.BROKEN);
        CommandRun train = train();
        assertThat(train.exitCode()).isZero();
        assertThat(train.saidOfMlflow())
                .hasSize(2)
                .last()
                .asString()
                .endsWith("pdrop sync " + training() + " sends the rest");
        assertThat(mlflow.runs()).isEmpty();

        server.behave(Manner.WELL);
        CommandRun sync = sync();
        assertThat(sync.exitCode()).as(sync.error()).isZero();
        assertThat(sync.out()).isEqualTo("MLflow has it at " + server.uri() + "/#/experiments/1/runs/r1\n");
        assertThat(keys(mlflow.runs().get(0))).contains("tuning/loss@6", "test/accuracy@0");
        assertThat(mlflow.runs().get(0).files()).containsKeys("report.html", "README.md");
        assertThat(mlflow.status(mlflow.runs().get(0))).isEqualTo("FINISHED");
        String once = mlflow.picture();
        assertThat(sync().error()).contains("it had all of this run");
        assertThat(mlflow.picture()).isEqualTo(once);
    }

    @Test
    void aTrainingThatFailsAndGoesOnIsOneRunAndOneThatBeginsAnewIsAnother() throws IOException {
        CommandRun failed = train("--set", "divergence=1.000001", "--set", "optimiser.learning-rate=1e30");
        assertThat(failed.exitCode()).isEqualTo(4);
        assertThat(mlflow.status(mlflow.runs().get(0))).isEqualTo("FAILED");
        assertThat(mlflow.runs().get(0).files()).containsOnlyKeys("effective.conf", "curve.jsonl");
        assertThat(train("--fresh").exitCode()).isZero();
        assertThat(train().exitCode()).isZero();
        assertThat(mlflow.runs()).hasSize(2);
        assertThat(keys(mlflow.runs().get(1))).doesNotHaveDuplicates();
        assertThat(mlflow.status(mlflow.runs().get(1))).isEqualTo("FINISHED");
    }

    @Test
    void theCommandUiSendsWhatTheServerLacksOfTrainings() {
        assertThat(train("--set", "tracking.mlflow.enabled=false").exitCode()).isZero();
        assertThat(mlflow.runs()).isEmpty();

        CommandRun first = ui();
        assertThat(first.exitCode()).as(first.error()).isZero();
        assertThat(first.error()).contains("sending the training toy");
        assertThat(mlflow.runs()).hasSize(1);
        assertThat(mlflow.status(mlflow.runs().get(0))).isEqualTo("FINISHED");
        assertThat(keys(mlflow.runs().get(0))).contains("tuning/loss@6", "test/accuracy@0");
        assertThat(mlflow.runs().get(0).files()).containsKeys("report.html", "README.md");

        String once = mlflow.picture();
        assertThat(ui().error()).doesNotContain("sending");
        assertThat(mlflow.picture()).isEqualTo(once);
    }

    @Test
    void theCommandUiSendsWhatIsNewOfATrainingThatStopped() {
        CommandRun failed = train(
                "--set",
                "tracking.mlflow.enabled=false",
                "--set",
                "divergence=1.000001",
                "--set",
                "optimiser.learning-rate=1e30");
        assertThat(failed.exitCode()).isEqualTo(4);
        assertThat(ui().error()).contains("sending the training toy");
        assertThat(mlflow.status(mlflow.runs().get(0))).isEqualTo("KILLED");
        assertThat(ui().error()).contains("sending the training toy");
        assertThat(mlflow.runs()).hasSize(1);
    }

    @Test
    void aTrainingThatFailedStaysSo() {
        assertThat(train("--set", "divergence=1.000001", "--set", "optimiser.learning-rate=1e30")
                        .exitCode())
                .isEqualTo(4);
        assertThat(ui().exitCode()).isZero();
        assertThat(mlflow.runs()).hasSize(1);
        assertThat(mlflow.status(mlflow.runs().get(0))).isEqualTo("FAILED");
    }

    @Test
    void aTrainingThatCannotBeReadDoesNotKeepTheOthers() throws IOException {
        assertThat(train("--set", "tracking.mlflow.enabled=false").exitCode()).isZero();
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.createDirectories(broken.resolve("start"));
        Files.writeString(broken.resolve("effective.conf"), "name = broken\npurpose = \"None.\"\n");
        Files.writeString(broken.resolve("curve.jsonl"), "{\"kind\": 7\n");

        CommandRun ui = ui();
        assertThat(ui.exitCode()).as(ui.error()).isZero();
        assertThat(ui.error())
                .contains("the training broken is left out: expected a line of a training's curve at "
                        + broken.resolve("curve.jsonl") + ":1, found something else (");
        assertThat(mlflow.runs()).hasSize(1);
    }

    @Test
    void nobodyIsToldWhoIsNotToBe() {
        CommandRun train = train("--set", "tracking.mlflow.enabled=false");
        assertThat(train.exitCode()).isZero();
        assertThat(server.requests()).isEmpty();
        assertThat(train.saidOfMlflow()).isEmpty();
        assertThat(training().resolve("tracking.json")).doesNotExist();
    }

    /** Metric and step of each value that was logged. */
    private static List<String> keys(FakeMlflow.Run run) {
        return run.metrics().stream()
                .map(point -> point.replaceFirst("=.*", ""))
                .toList();
    }

    private Path training() {
        return folder.resolve("toy");
    }

    private CommandRun train(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "train",
                TOY,
                "--set",
                "output=" + folder,
                "--set",
                "log-every=2",
                "--set",
                "stages.tower.budget.steps=4",
                "--set",
                "stages.alignment=null",
                "--set",
                "stages.tuning.curriculum=null",
                "--set",
                "stages.tuning.budget.steps=6",
                "--set",
                "stages.tuning.evaluate-every=3"));
        arguments.addAll(List.of(more));
        return CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), arguments.toArray());
    }

    private CommandRun ui() {
        return CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), "ui", folder, "--no-browser");
    }

    private CommandRun sync() {
        return CommandRun.of(Map.of(), "sync", training(), "--uri", server.uri());
    }
}
