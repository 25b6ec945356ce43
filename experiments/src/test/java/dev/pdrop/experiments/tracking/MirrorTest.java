// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.experiments.tracking.server.MetricPoint;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunInput;
import dev.pdrop.experiments.tracking.server.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MirrorTest {

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer front = MisbehavingServer.before(mlflow);
    private final List<String> steps = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void sendsOnlyWhatIsNew() throws MlflowException {
        Mirror mirror = mirror();
        mirror.bring(run(RunStatus.RUNNING, 1));
        int before = front.requests().size();
        mirror.bring(run(RunStatus.RUNNING, 1));
        assertThat(front.requests()).hasSize(before);
        mirror.bring(run(RunStatus.RUNNING, 3));
        assertThat(front.requests()).hasSize(before + 1);
        assertThat(mlflow.runs().get(1).metrics())
                .containsExactly("accuracy@0=0.5", "accuracy@1=0.5", "accuracy@2=0.5");
    }

    @Test
    void asksANewServerSessionWhatIsThere() throws MlflowException {
        mirror().bring(run(RunStatus.RUNNING, 2));
        mirror().bring(run(RunStatus.FINISHED, 4));
        assertThat(mlflow.runs()).hasSize(2).allMatch(run -> mlflow.status(run).equals("FINISHED"));
        assertThat(mlflow.runs().get(1).metrics()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void leavesAParameterThatIsThereAsItIs() throws MlflowException {
        mirror().bring(run(RunStatus.RUNNING, 0));
        mlflow.runs().get(1).params().put("lambda", "0.7");
        mirror().bring(run(RunStatus.RUNNING, 0));
        assertThat(mlflow.runs().get(1).params()).containsEntry("lambda", "0.7");
    }

    @Test
    void deletesWhatALateRequestMadeTwice() throws MlflowException {
        MlflowServer server = server();
        for (int time = 0; time < 2; time++) {
            server.createRun(server.experiment("study"), "parent", 5, Map.of("pdrop.id", "id"));
            server.createRun(server.experiment("study"), "arm", 5, Map.of("pdrop.id", "id", "pdrop.arm_key", "key"));
        }
        server.createRun(server.experiment("study"), "somebody else's", 5, Map.of("pdrop.id", "other"));
        mirror().bring(run(RunStatus.FINISHED, 1));
        assertThat(mlflow.runs()).extracting(FakeMlflow.Run::id).containsExactly("r1", "r2", "r5");
        assertThat(mlflow.runs().get(1).tags()).containsEntry("mlflow.parentRunId", "r1");
    }

    @Test
    void forgetsWhatItKnewWhenARequestFails() throws MlflowException {
        Mirror mirror = mirror();
        front.behave((number, request) ->
                request.path().endsWith("log-batch") && request.text().contains("metrics") ? Manner.LOST : Manner.WELL);
        assertThatThrownBy(() -> mirror.bring(run(RunStatus.RUNNING, 2)))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("found an error of its own (500)");
        assertThat(mirror.pages()).isEmpty();
        front.behave(Manner.WELL);
        mirror.bring(run(RunStatus.RUNNING, 2));
        assertThat(mlflow.runs().get(1).metrics()).hasSize(2);
        assertThat(mirror.pages().map(Pages::run)).contains(front.uri() + "/#/experiments/1/runs/r1");
    }

    @Test
    void saysEachStep() throws MlflowException, IOException {
        mirror().bring(run(RunStatus.FINISHED, 1, file("a.txt"), file("b.txt")));
        assertThat(steps)
                .containsExactly(
                        "0/5 asking what it has", "1/5 the run", "2/5 arm arm", "3/5 file a.txt", "4/5 file b.txt");
    }

    @Test
    void aServerThatTakesNoFilesTakesAllElse() throws IOException {
        front.behave((number, request) -> request.method().equals("PUT") ? Manner.DENIED : Manner.WELL);
        Mirror mirror = mirror();
        TrackedRun run = run(RunStatus.FINISHED, 2, file("a.txt"), file("b.txt"));
        assertThatThrownBy(() -> mirror.bring(run))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("to store a.txt, found that it wants credentials (403, 'Permission denied')");
        assertThat(mlflow.runs()).hasSize(2).allMatch(one -> mlflow.status(one).equals("FINISHED"));
        assertThat(mlflow.runs().get(1).metrics()).hasSize(2);
        assertThat(front.requests())
                .filteredOn(request -> request.method().equals("PUT"))
                .hasSize(1);
    }

    @Test
    void aPageIsNoFileStored() throws IOException {
        front.behave((number, request) -> request.method().equals("PUT") ? Manner.LOGIN : Manner.WELL);
        TrackedRun run = run(RunStatus.FINISHED, 2, file("a.txt"));
        assertThatThrownBy(() -> mirror().bring(run))
                .isInstanceOf(MlflowException.class)
                .hasMessageContaining("to store a.txt, found a web page");
    }

    @Test
    void describesTheExperimentAndLeavesADescriptionOfSomebodyElse() throws MlflowException {
        mirror().bring(run(RunStatus.RUNNING, 1));
        assertThat(mlflow.experimentTags("study").get(TrackedExperiment.NOTE))
                .startsWith("## Why?\n\n**What stands here.** ");
        server().tagExperiment("1", TrackedExperiment.NOTE, "of my own");
        mirror().bring(run(RunStatus.FINISHED, 1));
        assertThat(mlflow.experimentTags("study")).containsEntry(TrackedExperiment.NOTE, "of my own");
    }

    @Test
    void saysWhatIsReadOnce() throws MlflowException {
        mirror().bring(run(RunStatus.RUNNING, 1));
        mirror().bring(run(RunStatus.FINISHED, 1));
        assertThat(mlflow.runs().get(1).inputs()).containsExactly("questions 0123");
    }

    @Test
    void knowsWhatWasThereBefore() throws MlflowException {
        assertThat(heldBefore(RunStatus.RUNNING, 2)).contains(Mirror.Held.NOTHING);
        assertThat(heldBefore(RunStatus.RUNNING, 2)).contains(Mirror.Held.ALL);
        assertThat(heldBefore(RunStatus.RUNNING, 3)).contains(Mirror.Held.PART);
        assertThat(heldBefore(RunStatus.FINISHED, 3)).contains(Mirror.Held.PART);
        assertThat(heldBefore(RunStatus.FINISHED, 3)).contains(Mirror.Held.ALL);
    }

    private Optional<Mirror.Held> heldBefore(RunStatus status, int values) throws MlflowException {
        Mirror mirror = mirror();
        mirror.bring(run(status, values));
        return mirror.held();
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), name);
    }

    private Mirror mirror() {
        return new Mirror(server(), (doing, done, all) -> steps.add(done + "/" + all + " " + doing));
    }

    private MlflowServer server() {
        return new MlflowServer(MlflowAddress.of(front.uri(), Map.of()).orElseThrow(), Duration.ofSeconds(60));
    }

    private static TrackedRun run(RunStatus status, int values, Path... files) {
        List<MetricPoint> metrics = IntStream.range(0, values)
                .mapToObj(step -> new MetricPoint("accuracy", 0.5, 7, step))
                .toList();
        return new TrackedRun(
                "id",
                new TrackedExperiment("study", Map.of(TrackedExperiment.NOTE, ExperimentNote.of("Why?"))),
                new TrackedEntry(
                        "", "parent", Map.of("study", "study"), Map.of("seed", "17"), List.of(), List.of(), status),
                List.of(new TrackedEntry(
                        "key",
                        "arm",
                        Map.of("empty", ""),
                        Map.of("lambda", "0.5"),
                        metrics,
                        List.of(new RunInput("evaluation", "questions", "0123", "jsonl", "{}", "{}")),
                        status)),
                List.of(files),
                5,
                status == RunStatus.RUNNING ? OptionalLong.empty() : OptionalLong.of(9));
    }
}
