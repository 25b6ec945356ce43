// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.FakeMlflow;
import dev.pdrop.experiments.tracking.LiveTracking;
import dev.pdrop.experiments.tracking.MisbehavingServer;
import dev.pdrop.experiments.tracking.MisbehavingServer.Manner;
import dev.pdrop.experiments.tracking.Notices;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * How often a run that is followed can be held up: attempts are counted, and a clock of the test's own decides whether
 * a pause is over. There are two looks at what there is to tell, one at the first answers and one at the end.
 */
final class FollowedRunTest {

    private static final Duration ONE_LOOK = Duration.ofHours(1);

    private static Path folder = Path.of("");

    private final FakeMlflow mlflow = new FakeMlflow();
    private final MisbehavingServer server = MisbehavingServer.before(mlflow);
    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void runOnce(@TempDir Path shared) throws IOException {
        CommandRun once = CommandRun.of(
                Map.of(), "run", "quickstart", "--set", "dataset.limit=2", "--set", "output=" + shared, "--quiet");
        assertThat(once.exitCode()).isZero();
        folder = CommandRun.onlyFolder(shared);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WELL")
    void aServerThatFailsIsLeftAloneUntilItsPauseIsOver(Manner manner) {
        server.behave(manner);
        follow(requestSeconds(manner), 60, () -> 0);
        assertThat(server.requests()).hasSizeBetween(1, 2 * sends(manner));
        assertThat(said).hasSize(2);
        assertThat(said.get(0))
                .startsWith("expected MLflow at " + server.uri() + " to ")
                .endsWith("; the run goes on, and MLflow is tried again");
        assertThat(said.get(1))
                .isEqualTo("MLflow at " + server.uri() + " lacks part of the run: pdrop sync " + folder
                        + " sends the rest");
        assertThat(mlflow.runs()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WELL")
    void noMannerIsTriedMoreThanTwiceAtTheEnd(Manner manner) {
        server.behave(manner);
        AtomicLong now = new AtomicLong();
        follow(requestSeconds(manner), 60, () -> now.addAndGet(2 * ONE_LOOK.toNanos()));
        assertThat(server.requests()).hasSizeBetween(2, 4 * sends(manner));
        assertThat(said).hasSize(2);
    }

    @Test
    void theEndWaitsNoLongerThanItMayThoughARequestWould() {
        server.behave(Manner.SILENT);
        follow(3600, 0.05, () -> 0);
        assertThat(said)
                .containsExactly("expected MLflow at " + server.uri() + " to have the whole run within 0.05 s, found it"
                        + " still at work; pdrop sync " + folder + " sends the rest");
        RunFolder.open(folder, false).close();
    }

    @Test
    void aServerThatComesBackAndTakesNoFilesIsNamedForThat() {
        server.behave((number, request) ->
                number == 1 ? Manner.BUSY : request.method().equals("PUT") ? Manner.TOO_LARGE : Manner.WELL);
        AtomicLong now = new AtomicLong();
        follow(60, 60, () -> now.addAndGet(2 * ONE_LOOK.toNanos()));
        assertThat(mlflow.runs()).hasSize(6).allMatch(run -> mlflow.status(run).equals("FINISHED"));
        assertThat(server.requests().stream().filter(request -> request.method().equals("PUT")))
                .hasSize(1);
        assertThat(said).hasSize(2);
    }

    /** The JDK's client sends a question again by itself if the connection is cut before an answer. */
    private static int sends(Manner manner) {
        return manner == Manner.CUT || manner == Manner.CUT_BEFORE ? 2 : 1;
    }

    private static double requestSeconds(Manner manner) {
        return switch (manner) {
            case SILENT, TRICKLE, DRIP -> 0.1;
            default -> 60;
        };
    }

    private void follow(double requestSeconds, double finishSeconds, LongSupplier nanoTime) {
        StoredRun stored = StoredRun.read(folder);
        MlflowAddress address = MlflowAddress.of(server.uri(), Map.of()).orElseThrow();
        MlflowSettings settings =
                new MlflowSettings(true, Optional.empty(), Optional.empty(), requestSeconds, finishSeconds);
        try (LiveTracking tracking =
                new LiveTracking(address, settings, ONE_LOOK, InstantSource.system(), nanoTime, notices())) {
            tracking.opened(folder, stored.manifest());
            tracking.recorded(() -> records(stored));
            tracking.complete();
        }
    }

    private static List<AnswerRecord> records(StoredRun stored) {
        try (Stream<AnswerRecord> records = stored.records()) {
            return records.toList();
        }
    }

    private Notices notices() {
        return new Notices() {
            @Override
            public void success(String line) {
                said.add(line);
            }

            @Override
            public void problem(String line) {
                said.add(line);
            }
        };
    }
}
