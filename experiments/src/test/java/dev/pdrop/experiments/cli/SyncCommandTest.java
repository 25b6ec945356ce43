// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.experiments.tracking.Replay;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pdrop sync} says and does; every test has a folder of the same run. */
final class SyncCommandTest {

    private static final String AGAIN = "; the same command then sends only what is missing";

    private static Path original = Path.of("");

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer server = MisbehavingServer.before(mlflow);

    @TempDir
    private Path folder = Path.of("");

    private Path run = Path.of("");

    @BeforeAll
    static void runOnce(@TempDir Path shared) throws IOException {
        CommandRun once = CommandRun.of(
                Map.of(), "run", "quickstart", "--set", "dataset.limit=2", "--set", "output=" + shared, "--quiet");
        assertThat(once.exitCode()).isZero();
        original = CommandRun.onlyFolder(shared);
    }

    @BeforeEach
    void copyTheRun() throws IOException {
        run = Files.createDirectory(folder.resolve(original.getFileName()));
        for (String name : List.of(
                "effective.conf", "manifest.json", "journal.jsonl", "results.csv", "results.json", "report.html")) {
            Files.copy(original.resolve(name), run.resolve(name));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhereItSendsAndWhatWasThere() {
        CommandRun first = sync();
        assertThat(first.exitCode()).isZero();
        assertThat(first.error().lines()).containsExactly(sending(""), "it had nothing of this run");
        assertThat(first.out()).isEqualTo("MLflow has it at " + server.uri() + "/#/experiments/1/runs/r1\n");

        String once = mlflow.picture();
        CommandRun second = sync();
        assertThat(second.error().lines())
                .containsExactly(sending(""), "it had all of this run, files apart, which are sent each time");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(mlflow.picture()).isEqualTo(once);
    }

    @Test
    void goesOnAfterAHalfFinishedUpload() {
        String whole = pictureOfAnotherServer();
        server.behave((number, request) -> number <= 9 ? Manner.WELL : Manner.CUT_BEFORE);
        CommandRun half = sync();
        assertThat(half.exitCode()).isEqualTo(4);
        assertThat(half.error().lines()).hasSize(2).last().asString().endsWith(": see the server's log" + AGAIN);
        assertThat(mlflow.picture()).isNotEqualTo(whole);

        server.behave(Manner.WELL);
        assertThat(sync().error().lines()).containsExactly(sending(""), "it had a part of this run");
        assertThat(mlflow.picture()).isEqualTo(whole);
    }

    @Test
    void givesUpASilentServer() {
        server.behave(Manner.SILENT);
        CommandRun sync = sync("--timeout", "1");
        assertThat(sync.exitCode()).isEqualTo(4);
        assertThat(sync.error().lines())
                .containsExactly(
                        sending(""),
                        "expected MLflow at " + server.uri()
                                + " to find the experiment 'quickstart', found no answer within"
                                + " 1 s: see whether it is up and can be reached from here" + AGAIN);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aTimeoutIsASensibleNumber() {
        CommandRun sync = sync("--timeout", "0");
        assertThat(sync.exitCode()).isEqualTo(2);
        assertThat(sync.error())
                .isEqualTo("expected --timeout from 1 to 3600 seconds, found 0; see pdrop sync --help\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRunThatGoesOnIsLeftAlone() {
        try (RunFolder held = RunFolder.open(run, false)) {
            CommandRun sync = sync();
            assertThat(sync.exitCode()).isEqualTo(4);
            assertThat(sync.error())
                    .hasLineCount(1)
                    .startsWith("expected the run folder " + held.path() + " to be free, found it held by process ")
                    .endsWith(": wait for it, or stop it\n");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRunOfAnotherServerIsSentWhole() throws IOException {
        String conf = Files.readString(run.resolve("effective.conf"));
        Files.writeString(run.resolve("effective.conf"), conf + "\ntracking.mlflow.uri = \"http://old:5000/\"\n");
        String whole = pictureOfAnotherServer();
        CommandRun sync = CommandRun.of(Map.of(), "sync", run, "--uri", server.uri());
        assertThat(sync.error().lines())
                .containsExactly(
                        sending(", though its configuration names http://old:5000"), "it had nothing of this run");
        assertThat(mlflow.picture()).isEqualTo(whole);
    }

    @Test
    void aServerThatTakesNoFilesHasAllElse() {
        String whole = pictureOfAnotherServer();
        server.behave((number, request) -> request.method().equals("PUT") ? Manner.DENIED : Manner.WELL);
        CommandRun sync = sync();
        assertThat(sync.exitCode()).isEqualTo(4);
        assertThat(sync.error().lines())
                .last()
                .asString()
                .contains(" to store report.html, found that it wants credentials (403, 'Permission denied')", AGAIN);
        assertThat(mlflow.picture()).isEqualTo(whole);
    }

    @Test
    void waitsIfTheServerAsksForLittle() {
        List<Duration> pauses = new ArrayList<>();
        server.behave((number, request) -> number <= 2 ? Manner.BUSY : Manner.WELL);
        Replay.Sent sent = replay(pauses);
        assertThat(sent.before()).isEqualTo("it had nothing of this run");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void triesThreeTimesAndNoMore() {
        List<Duration> pauses = new ArrayList<>();
        server.behave(Manner.BUSY);
        assertThatThrownBy(() -> replay(pauses))
                .hasMessageEndingWith(
                        "found that it has too much to do and wants to be left alone for 1 s (503): try again"
                                + " later" + AGAIN);
        assertThat(pauses).hasSize(2);
        assertThat(server.requests()).hasSize(3);
        server.behave(Manner.BROKEN);
        assertThatThrownBy(() -> replay(pauses)).hasMessageContaining("an error of its own (500)");
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void doesNotWaitIfTheServerAsksForMuch() {
        server.behave(Manner.TOO_MANY_FOR_LONG);
        CommandRun sync = sync();
        assertThat(sync.exitCode()).isEqualTo(4);
        assertThat(sync.error())
                .contains("wants to be left alone for an hour or longer (429): try again later" + AGAIN);
        assertThat(server.requests()).hasSize(1);
    }

    private Replay.Sent replay(List<Duration> pauses) {
        MlflowAddress address = MlflowAddress.of(server.uri(), Map.of()).orElseThrow();
        return new Replay(new MlflowServer(address, Duration.ofSeconds(60)), InstantSource.system(), pauses::add)
                .send(StoredRun.read(run), "", (doing, done, all) -> {});
    }

    /** What a server has that was always well. */
    private String pictureOfAnotherServer() {
        FakeMlflow other = new FakeMlflow();
        try (MisbehavingServer well = MisbehavingServer.before(other)) {
            assertThat(CommandRun.of(Map.of(), "sync", run, "--uri", well.uri()).exitCode())
                    .isZero();
        }
        return other.picture();
    }

    private CommandRun sync(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("sync", run));
        arguments.addAll(List.of(more));
        return CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), arguments.toArray());
    }

    private String sending(String more) {
        return "sending " + run.getFileName() + " to MLflow at " + server.uri() + more;
    }
}
