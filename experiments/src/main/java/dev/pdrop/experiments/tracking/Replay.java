// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.spi.FailedRunException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Tells an MLflow server of a run that is over, from its folder: what the server has already is not sent again. */
public final class Replay {

    private static final int TRIES = 3;

    private final MlflowServer server;
    private final InstantSource clock;

    /**
     * To a server.
     *
     * @param server takes the run
     * @param clock tells the date
     */
    public Replay(MlflowServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /**
     * Brings the server to hold a run; one that is not complete is shown as stopped.
     *
     * @param run a run folder, which nobody else works in
     * @param experiment MLflow's experiment; empty for the name of ours
     * @return where a person sees it
     * @throws FailedRunException if the server does not take it; the same call goes on from there
     */
    public String send(StoredRun run, String experiment) {
        RunningAccuracy accuracy = new RunningAccuracy(run.manifest().examples());
        try (Stream<AnswerRecord> records = run.records()) {
            records.forEach(accuracy::add);
        }
        long end = run.manifest().finished().map(Instant::toEpochMilli).orElseGet(clock::millis);
        RunStatus status = run.manifest().complete() ? RunStatus.FINISHED : RunStatus.KILLED;
        List<ArmResult> results = run.results().map(Results::arms).orElseGet(List::of);
        TrackedRun tracked =
                new TrackedRuns(run.path(), run.manifest(), experiment).over(status, accuracy, results, end);
        Mirror mirror = new Mirror(server);
        bring(mirror, tracked);
        return mirror.page().orElseThrow();
    }

    private void bring(Mirror mirror, TrackedRun run) {
        for (int attempt = 1; ; attempt++) {
            try {
                mirror.bring(run);
                return;
            } catch (MlflowException e) {
                if (!e.isPassing() || attempt == TRIES) {
                    throw new FailedRunException(
                            "expected MLflow at " + server.address() + " to take the run, found that " + e.getMessage()
                                    + ": run the same command again, which sends only what is missing",
                            e);
                }
            }
        }
    }
}
