// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.Backend.Request;
import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.testing.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the embedded checkpoint that are told to a server in memory, which behaves in every manner. */
final class TrackedRunTest {

    /** Waits for the end of what is sure to come. */
    private static final Object[] PATIENT = {};

    /** Does not wait for what never comes. */
    private static final Object[] IMPATIENT = {
        "--set", "tracking.mlflow.request-seconds=0.5", "--set", "tracking.mlflow.finish-seconds=1"
    };

    private static final String SECRET = "open sesame";

    /** What an untracked run leaves. */
    private static List<String> untracked = List.of();

    /** What a good server has in the end. */
    private static String expected = "";

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer server = MisbehavingServer.before(mlflow);

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void runUntrackedThenSync(@TempDir Path shared) throws IOException {
        assertThat(CommandRun.of(Map.of(), arguments(shared)).exitCode()).isZero();
        Path run = CommandRun.onlyFolder(shared);
        untracked = numbers(run);
        FakeMlflow mlflow = new FakeMlflow();
        try (MisbehavingServer server = MisbehavingServer.before(mlflow)) {
            CommandRun sync = CommandRun.of(Map.of(), "sync", run, "--uri", server.uri(), "--json");
            assertThat(sync.exitCode()).isZero();
            assertThat(JsonParser.parseString(sync.out()).getAsJsonObject().keySet())
                    .containsExactly("run", "folder", "page", "table", "charts", "comparison");
        }
        expected = mlflow.picture();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerIsToldOfTheRunAndItsArms() throws IOException {
        CommandRun run = run("told");
        assertThat(run.exitCode()).isZero();
        Golden.assertMatches("tracking/quickstart", mlflow.picture().replaceAll("(@\\d+)=[^,\\]]*", "$1"));
        assertThat(run.saidOfMlflow()).containsExactly("MLflow has it at " + server.uri() + "/#/experiments/1/runs/r1");
        FakeMlflow.Run parent = mlflow.runs().get(0);
        assertThat(parent.files().get("results.csv"))
                .isEqualTo(Files.readString(runFolder("told").resolve("results.csv")));
        assertThat(parent.tags()).containsKey("mlflow.note.content").containsEntry("study", "quickstart");
        StoredRun stored = StoredRun.read(runFolder("told"));
        for (FakeMlflow.Run child : mlflow.runs().subList(1, 6)) {
            Manifest.Arm arm = stored.manifest().arms().stream()
                    .filter(one -> one.name().equals(child.tags().get("pdrop.arm")))
                    .findFirst()
                    .orElseThrow();
            assertThat(child.tags())
                    .containsEntry("mlflow.parentRunId", parent.id())
                    .containsEntry("pdrop.arm_key", arm.key())
                    .containsEntry("pdrop.run", stored.name());
            assertThat(child.params()).isEqualTo(arm.parameters());
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMannerOfAServerCostsAResultAndSyncMakesUpForIt(Manner manner) throws IOException {
        server.behave(manner);
        boolean answers = manner != Manner.SILENT && manner != Manner.TRICKLE && manner != Manner.DRIP;
        tellsEverythingInTheEnd(manner == Manner.WELL ? 1 : 2, answers ? PATIENT : IMPATIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 12})
    void aServerThatGoesAwayInTheMiddleCostsNothing(int last) throws IOException {
        server.behave((number, request) -> number <= last ? Manner.WELL : Manner.SILENT);
        tellsEverythingInTheEnd(2, IMPATIENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void oneLostAnswerMakesNothingTwice(int lost) throws IOException {
        server.behave((number, request) -> number == lost ? Manner.LOST : Manner.WELL);
        tellsEverythingInTheEnd(1, PATIENT);
    }

    @Test
    void aServerThatIsNotThereCostsNothing() throws IOException {
        String nowhere;
        try (MisbehavingServer gone = MisbehavingServer.before(mlflow)) {
            nowhere = gone.uri();
        }
        CommandRun run = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", nowhere), arguments("told"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow()).hasSize(2).first().asString().contains("found nothing that listens there");
        assertThat(run.saidOfMlflow()).last().asString().contains("pdrop sync " + runFolder("told"));
        CommandRun sync = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", nowhere), "sync", runFolder("told"));
        assertThat(sync.exitCode()).isEqualTo(4);
        assertThat(sync.error()).hasLineCount(2).contains("found nothing that listens there: start the server");
        assertThat(CommandRun.of(Map.of(), "sync", runFolder("told"), "--uri", server.uri())
                        .exitCode())
                .isZero();
        assertThat(mlflow.runs()).hasSize(6);
    }

    @Test
    void aRunThatIsContinuedContinuesItsRuns() throws IOException {
        run("told");
        String once = mlflow.picture();
        Path run = runFolder("told");
        List<String> journal = Files.readAllLines(run.resolve("journal.jsonl"));
        Files.write(run.resolve("journal.jsonl"), journal.subList(0, 23));
        int before = server.requests().size();
        assertThat(run("told").exitCode()).isZero();
        assertThat(mlflow.picture()).isEqualTo(once);
        assertThat(statuses(before)).startsWith("RUNNING").endsWith("FINISHED");
    }

    @Test
    void aRunThatFailsIsShownToHaveFailed() throws IOException {
        Path pictures = Path.of("data/glyph-questions/images");
        byte[] picture = Files.readAllBytes(pictures.resolve("000060.png"));
        Files.write(folder.resolve("a.png"), picture);
        Files.copy(pictures.resolve("000061.png"), folder.resolve("b.png"));
        Files.write(folder.resolve("torn.png"), Arrays.copyOf(picture, picture.length / 2));
        Path questions = Files.writeString(folder.resolve("questions.jsonl"), """
                {"id": "1", "image": "a.png", "question": "how many things ?", "answer": "3"}
                {"id": "2", "image": "b.png", "question": "how many things ?", "answer": "3"}
                {"id": "3", "image": "torn.png", "question": "how many things ?", "answer": "3"}
                """);
        CommandRun run = run("told", "--set", "dataset.file=" + questions, "--set", "batch-size=1");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(mlflow.runs()).hasSize(6).allMatch(one -> mlflow.status(one).equals("FAILED"));
        assertThat(mlflow.runs())
                .allSatisfy(one -> assertThat(one.tags().get("pdrop.last_failure"))
                        .contains("questions.jsonl:3: expected a complete image", "torn.png"))
                .allSatisfy(one -> assertThat(one.tags().get("mlflow.note.content"))
                        .startsWith("**Failed:** ")
                        .contains("expected a complete image"));
        assertThat(run.saidOfMlflow()).hasSize(1);
    }

    @Test
    void anInterruptedRunIsShownToBeStopped() throws IOException {
        assertThat(CommandRun.of(Map.of(), arguments("told")).exitCode()).isZero();
        Path run = runFolder("told");
        String manifest = Files.readString(run.resolve("manifest.json"));
        Files.writeString(
                run.resolve("manifest.json"), manifest.replaceFirst("\"finished\": \"[^\"]*\"", "\"finished\": null"));
        assertThat(sync(run).exitCode()).isZero();
        assertThat(mlflow.runs()).hasSize(6).allMatch(one -> mlflow.status(one).equals("KILLED"));
        assertThat(mlflow.runs().get(0).files()).containsOnlyKeys("effective.conf", "manifest.json");
    }

    @Test
    void aRunOfOtherCodeIsAnotherRun() throws IOException {
        run("told");
        Path run = runFolder("told");
        String manifest = Files.readString(run.resolve("manifest.json"));
        Files.writeString(run.resolve("manifest.json"), manifest.replaceAll("(\"key\": \"[0-9a-f]{60})....", "$10000"));
        assertThat(sync(run).exitCode()).isZero();
        assertThat(mlflow.runs()).hasSize(12);
    }

    @Test
    void aRunWithACorrectedPictureIsAnotherRun() throws IOException {
        Path pictures = Path.of("data/glyph-questions/images");
        Path picture = Files.copy(pictures.resolve("000060.png"), folder.resolve("a.png"));
        Path questions = Files.writeString(
                folder.resolve("questions.jsonl"),
                "{\"id\": \"1\", \"image\": \"a.png\", \"question\": \"how many things ?\", \"answer\": \"3\"}\n");
        Object[] settings = {"--set", "dataset.file=" + questions};
        assertThat(run("told", settings).exitCode()).isZero();
        assertThat(run("told", settings).exitCode()).isZero();
        assertThat(mlflow.runs()).as("nothing has changed").hasSize(6);
        Files.copy(pictures.resolve("000069.png"), picture, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run("told", settings).exitCode()).isZero();
        assertThat(mlflow.runs()).hasSize(12).allMatch(one -> mlflow.status(one).equals("FINISHED"));
    }

    @Test
    void trackingDecidesNothingAboutTheResult() throws IOException {
        run("told");
        CommandRun.of(Map.of(), arguments("untold"));
        StoredRun told = StoredRun.read(runFolder("told"));
        StoredRun untold = StoredRun.read(runFolder("untold"));
        assertThat(told.name()).isEqualTo(untold.name());
        assertThat(told.manifest().arms()).isEqualTo(untold.manifest().arms());
        assertThat(Files.exists(untold.path().resolve("tracking.json"))).isFalse();
    }

    @Test
    void theConfigurationComesBeforeTheEnvironment() throws IOException {
        Object[] named = arguments(
                "told",
                "--set",
                "tracking.mlflow.uri=\"" + server.uri() + "\"",
                "--set",
                "tracking.mlflow.experiment=\"my study\"");
        assertThat(CommandRun.of(Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:1"), named)
                        .saidOfMlflow())
                .hasSize(1)
                .allMatch(line -> line.contains(server.uri()));
        assertThat(server.requests()).anyMatch(request -> request.query().equals("experiment_name=my%20study"));
        // A run remembers, for sync, what its configuration said.
        assertThat(CommandRun.of(Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:1"), "sync", runFolder("told"))
                        .exitCode())
                .isZero();
        int before = server.requests().size();
        assertThat(run("quiet", "--set", "tracking.mlflow.enabled=false").saidOfMlflow())
                .isEmpty();
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    void theDoctorAsksNoServerThatIsNotToBeTold() throws IOException {
        Path quiet = Files.writeString(
                folder.resolve("quiet.conf"),
                "include required(\""
                        + Path.of("conf/experiment/quickstart.conf").toAbsolutePath()
                        + "\")\ntracking.mlflow.enabled = false\n");
        CommandRun doctor = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), "doctor", quiet);
        assertThat(doctor.out()).contains("mlflow", "runs are not tracked");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void nobodyElseSendsARunWhileItsEndIsSent() {
        List<Integer> exitCodes = new CopyOnWriteArrayList<>();
        server.behave((number, request) -> {
            if (request.text().contains("FINISHED")) {
                exitCodes.add(CommandRun.of(Map.of(), "sync", onlyRun(), "--uri", server.uri())
                        .exitCode());
            }
            return Manner.WELL;
        });
        assertThat(run("told").exitCode()).isZero();
        assertThat(exitCodes).isNotEmpty().containsOnly(4);
        assertThat(mlflow.runs()).hasSize(6);
    }

    private Path onlyRun() {
        try {
            return runFolder("told");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoWantsQuietHearsOfProblemsAlone() {
        assertThat(run("told", "--quiet").error()).isEmpty();
        server.behave(Manner.FORBIDDEN);
        assertThat(run("untold", "--quiet").saidOfMlflow())
                .hasSize(2)
                .first()
                .asString()
                .contains("401");
    }

    @Test
    void anAddressThatIsNoServerIsSaidOnce() {
        CommandRun run = CommandRun.of(Map.of("MLFLOW_TRACKING_URI", "file:./mlruns"), arguments("told"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow())
                .containsExactly(
                        "expected MLFLOW_TRACKING_URI to be the address of an MLflow server, found something else: write"
                                + " it as http://HOST:PORT; the run goes on and is not tracked");
    }

    @Test
    void credentialsAreSentAndNeverShown() throws IOException {
        Map<String, String> environment = Map.of(
                "MLFLOW_TRACKING_URI",
                server.uri(),
                "MLFLOW_TRACKING_USERNAME",
                "ali",
                "MLFLOW_TRACKING_PASSWORD",
                SECRET);
        CommandRun good = CommandRun.of(environment, arguments("told"));
        assertThat(server.requests())
                .allMatch(request -> List.of("Basic YWxpOm9wZW4gc2VzYW1l")
                        .equals(request.headers().get("authorization")));
        server.behave(Manner.FORBIDDEN);
        CommandRun bad = CommandRun.of(environment, arguments("again"));
        CommandRun sync = CommandRun.of(environment, "sync", runFolder("again"), "--stacktrace");
        assertThat(sync.error()).contains("401", "***", "MLFLOW_TRACKING_PASSWORD");
        List<String> all = new ArrayList<>();
        Stream.of(good, bad, sync).forEach(run -> all.add(run.out() + run.error()));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file));
            }
        }
        assertThat(all).noneMatch(text -> text.contains(SECRET) || text.contains("YWxpOm9wZW4gc2VzYW1l"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "/hidden", "p@hidden", "hidden/p"})
    void anAddressWithAPasswordIsNotForFiles(String password) {
        String address = "\"http://ali:" + password + "@localhost:5000\"";
        CommandRun run = CommandRun.of(Map.of(), arguments("told", "--set", "tracking.mlflow.uri=" + address));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.error())
                .contains("credentials come from MLFLOW_TRACKING_USERNAME")
                .doesNotContain("hidden");
    }

    @Test
    void syncAsksForARunAndAServer() throws IOException {
        assertThat(sync(folder.resolve("nowhere")).error()).contains("expected a run folder");
        assertThat(folder.resolve("nowhere")).doesNotExist();
        CommandRun.of(Map.of(), arguments("told"));
        CommandRun nobody = CommandRun.of(Map.of(), "sync", runFolder("told"));
        assertThat(nobody.exitCode()).isEqualTo(4);
        assertThat(nobody.error())
                .isEqualTo("expected the address of an MLflow server, found none: give --uri http://HOST:PORT, or set"
                        + " MLFLOW_TRACKING_URI\n");
    }

    /** A run is as an untracked one, whatever the server does, and sync brings the rest, once. */
    private void tellsEverythingInTheEnd(int lines, Object... deadlines) throws IOException {
        CommandRun run = run("told", deadlines);
        assertThat(run.exitCode()).isZero();
        assertThat(run.saidOfMlflow()).hasSizeBetween(1, lines);
        assertThat(numbers(runFolder("told"))).isEqualTo(untracked);

        server.behave(Manner.WELL);
        assertThat(sync(runFolder("told")).exitCode()).isZero();
        assertThat(mlflow.picture()).isEqualTo(expected);
        assertThat(mlflow.runs().get(0).files())
                .containsKeys("report.html", "results.csv", "effective.conf", "manifest.json");
        int before = server.requests().size();
        assertThat(sync(runFolder("told")).exitCode()).isZero();
        assertThat(mlflow.picture()).isEqualTo(expected);
        assertThat(server.requests().subList(before, server.requests().size()))
                .noneMatch(request ->
                        request.path().endsWith("log-batch") || request.path().endsWith("create"));
    }

    private CommandRun run(String output, Object... more) {
        return CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), arguments(output, more));
    }

    private CommandRun sync(Path run) {
        return CommandRun.of(Map.of("MLFLOW_TRACKING_URI", server.uri()), "sync", run);
    }

    private Object[] arguments(String output, Object... more) {
        return arguments(folder.resolve(output), more);
    }

    private static Object[] arguments(Path output, Object... more) {
        Stream<Object> common = Stream.of(
                "run",
                "quickstart",
                "--set",
                "dataset.limit=10",
                "--set",
                "output=" + output,
                "--set",
                "tracking.mlflow.request-seconds=60",
                "--set",
                "tracking.mlflow.finish-seconds=60");
        return Stream.concat(common, Stream.of(more)).toArray();
    }

    private Path runFolder(String output) throws IOException {
        return CommandRun.onlyFolder(folder.resolve(output));
    }

    /** Journal and results apart from measured times. */
    private static List<String> numbers(Path run) throws IOException {
        List<String> numbers = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("journal.jsonl"))) {
            numbers.add(Timeless.line(line));
        }
        for (String line : Files.readAllLines(run.resolve("results.json"))) {
            numbers.add(line.replaceAll("\"(prefill|decode)_ms\": [0-9.E-]+", ""));
        }
        return numbers;
    }

    private List<String> statuses(int from) {
        return server.requests().subList(from, server.requests().size()).stream()
                .filter(request -> request.path().endsWith("runs/update"))
                .map(Request::text)
                .map(text -> text.replaceAll(".*\"status\":\"(\\w+)\".*", "$1"))
                .toList();
    }
}
