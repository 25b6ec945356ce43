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
import dev.pdrop.experiments.tracking.server.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MirrorTest {

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer front = MisbehavingServer.before(mlflow);

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
                .hasMessageContaining("was answered by 500");
        assertThat(mirror.page()).isEmpty();
        front.behave(Manner.WELL);
        mirror.bring(run(RunStatus.RUNNING, 2));
        assertThat(mlflow.runs().get(1).metrics()).hasSize(2);
        assertThat(mirror.page()).contains(front.uri() + "/#/experiments/1/runs/r1");
    }

    private Mirror mirror() {
        return new Mirror(server());
    }

    private MlflowServer server() {
        return new MlflowServer(MlflowAddress.of(front.uri(), Map.of()).orElseThrow(), Duration.ofSeconds(60));
    }

    private static TrackedRun run(RunStatus status, int steps) {
        List<MetricPoint> metrics = IntStream.range(0, steps)
                .mapToObj(step -> new MetricPoint("accuracy", 0.5, 7, step))
                .toList();
        return new TrackedRun(
                "id",
                "study",
                new TrackedEntry("", "parent", Map.of("study", "study"), Map.of("seed", "17"), List.of()),
                List.of(new TrackedEntry("key", "arm", Map.of("empty", ""), Map.of("lambda", "0.5"), metrics)),
                List.of(),
                status,
                5,
                status == RunStatus.RUNNING ? OptionalLong.empty() : OptionalLong.of(9));
    }
}
