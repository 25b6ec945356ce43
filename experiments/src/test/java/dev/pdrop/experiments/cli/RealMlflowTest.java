// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
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
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder.resolve("together")));
        held().assertHolds(stored, "together");

        List<String> once = held().histories("together");
        for (int time = 0; time < 2; time++) {
            assertThat(sync(stored).exitCode()).isZero();
            held().assertHolds(stored, "together");
            assertThat(held().histories("together")).isEqualTo(once);
        }
    }

    @Test
    void lacksNothingAfterItWentAwayInTheMiddle() throws IOException {
        front.behave((number, request) -> number <= 9 ? Manner.WELL : Manner.CUT_BEFORE);
        CommandRun run = run("apart");
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow()).last().asString().contains("pdrop sync");
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder.resolve("apart")));
        assertThat(stored.manifest().complete()).isTrue();

        front.behave(Manner.WELL);
        assertThat(sync(stored).exitCode()).isZero();
        held().assertHolds(stored, "apart");
    }

    @Test
    void holdsOneOfEachThoughEveryAnswerWasLost() throws IOException {
        front.behave((number, request) -> request.path().endsWith("create") ? Manner.LOST : Manner.WELL);
        assertThat(run("lost").exitCode()).isZero();
        front.behave(Manner.WELL);
        StoredRun stored = StoredRun.read(CommandRun.onlyFolder(folder.resolve("lost")));
        assertThat(sync(stored).exitCode()).isZero();
        held().assertHolds(stored, "lost");
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
                .hasMessage(
                        "expected MLflow at " + mlflow.uri()
                                + " to take tags, params and metrics, found a refusal (404, 'Run with id=nowhere not found'): see its log");
    }

    /**
     * The run writes its first line of progress when it has begun; it is held there until the server has begun as well,
     * and then the server is killed.
     */
    @Test
    void lacksNothingAfterItWasKilledInTheMiddleOfARun() throws IOException, InterruptedException {
        CommandRun untracked = CommandRun.of(Map.of(), arguments("untracked", "enabled=false"));
        assertThat(untracked.exitCode()).isZero();
        AtomicBoolean killed = new AtomicBoolean();
        CommandRun run = CommandRun.watched(
                line -> {
                    if (line.contains(" % ") && !killed.getAndSet(true)) {
                        held().awaitAnArm("killed");
                        mlflow.kill();
                    }
                },
                arguments("killed", "uri=\"" + mlflow.uri() + "\"", "experiment=killed", "request-seconds=60"));
        try {
            assertThat(killed).isTrue();
            assertThat(run.exitCode()).isZero();
            assertThat(run.saidOfMlflow())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("expected MLflow at " + mlflow.uri())
                    .endsWith("; the run goes on, and MLflow is tried again");
            assertThat(run.saidOfMlflow()).last().asString().contains("lacks part of the run: pdrop sync ");
        } finally {
            mlflow.restart();
        }
        Path place = CommandRun.onlyFolder(folder.resolve("killed"));
        assertThat(Timeless.of(place)).isEqualTo(Timeless.of(CommandRun.onlyFolder(folder.resolve("untracked"))));

        StoredRun stored = StoredRun.read(place);
        CommandRun sync = sync(stored);
        assertThat(sync.exitCode()).isZero();
        assertThat(sync.error()).contains("it had a part of this run");
        held().assertHolds(stored, "killed");
        List<String> once = held().histories("killed");
        assertThat(sync(stored).exitCode()).isZero();
        held().assertHolds(stored, "killed");
        assertThat(held().histories("killed")).isEqualTo(once).doesNotHaveDuplicates();
    }

    private MlflowContents held() {
        return new MlflowContents(mlflow, EXAMPLES);
    }

    private Object[] arguments(String output, String... tracking) {
        // In small batches, so that a server has some arms while others are still asked.
        Stream<String> common = Stream.of(
                "run",
                "quickstart",
                "--set",
                "batch-size=8",
                "--set",
                "dataset.limit=" + EXAMPLES,
                "--set",
                "output=" + folder.resolve(output));
        Stream<String> settings = Stream.of(tracking).flatMap(one -> Stream.of("--set", "tracking.mlflow." + one));
        return Stream.concat(common, settings).toArray();
    }

    private CommandRun run(String experiment) {
        return CommandRun.of(
                Map.of(),
                arguments(
                        experiment,
                        "uri=\"" + front.uri() + "\"",
                        "experiment=" + experiment,
                        "request-seconds=60",
                        "finish-seconds=60"));
    }

    private static CommandRun sync(StoredRun run) {
        return CommandRun.of(Map.of(), "sync", run.path());
    }
}
