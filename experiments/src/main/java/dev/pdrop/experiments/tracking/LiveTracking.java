// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.spi.PdropException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells an MLflow server of a run while it goes on.
 *
 * <p>It begins with the first answers: a run that is refused before leaves nothing behind, here as in its folder. The
 * run's own thread only counts answers; a {@link Teller} does the rest.
 *
 * <p><b>What a run can lose by it</b> is the time at its end: {@code finish-seconds} for what is not sent yet, and a
 * second for a request to be given up; nothing at all while the server is left alone. Nothing before that waits for the
 * server.
 */
public final class LiveTracking implements Tracking {

    private final Teller teller;
    private final InstantSource clock;

    // What the run's thread writes and the background reads, under the lock of this object.
    private Optional<Followed> followed = Optional.empty();

    // What the background alone uses.
    private Optional<TrackedRuns> runs = Optional.empty();

    private boolean complete;
    private String failure = "";

    /** A run that goes on. */
    private record Followed(Path folder, Manifest manifest, RunningAccuracy accuracy) {}

    /**
     * Follows one run.
     *
     * @param address the server
     * @param settings how it is told
     * @param interval time between two looks at what there is to tell; the first pause after a failure
     * @param clock tells the date
     * @param nanoTime measures pauses
     * @param people is told of what becomes of it
     */
    public LiveTracking(
            MlflowAddress address,
            MlflowSettings settings,
            Duration interval,
            InstantSource clock,
            LongSupplier nanoTime,
            Notices people) {
        this.teller = new Teller(address, settings, interval, nanoTime, people);
        this.clock = clock;
    }

    @Override
    public void opened(Path folder, Manifest manifest) {
        synchronized (this) {
            followed = Optional.of(new Followed(folder, manifest, RunningAccuracy.of(manifest)));
        }
    }

    @Override
    public void recorded(Supplier<List<AnswerRecord>> records) {
        try {
            List<AnswerRecord> batch = records.get();
            synchronized (this) {
                followed.ifPresent(run -> batch.forEach(run.accuracy()::add));
            }
        } catch (PdropException e) {
            // The run will say so itself when it sums up what it cannot read.
            teller.lacks(String.valueOf(e.getMessage()));
        }
        if (!teller.hasBegun()) {
            teller.begin(() -> now(followed().orElseThrow()));
        }
    }

    @Override
    public void complete() {
        complete = true;
    }

    @Override
    public void failed(String message) {
        failure = message;
    }

    @Override
    public void close() {
        RunStatus status = complete ? RunStatus.FINISHED : RunStatus.FAILED;
        // The run's folder is still held, so that no pdrop sync sends the same at the same time and makes it twice.
        teller.end(
                followed().map(Followed::folder).orElse(Path.of("")),
                () -> atTheEnd(followed().orElseThrow(), status));
    }

    private synchronized Optional<Followed> followed() {
        return followed;
    }

    private TrackedRun now(Followed run) {
        if (runs.isEmpty()) {
            runs = Optional.of(new TrackedRuns(run.folder(), run.manifest(), teller.experiment()));
        }
        synchronized (this) {
            return runs.get().running(run.accuracy(), clock.millis());
        }
    }

    private TrackedRun atTheEnd(Followed run, RunStatus status) {
        StoredRun stored = StoredRun.read(run.folder());
        return new TrackedRuns(run.folder(), stored.manifest(), teller.experiment())
                .over(status, failure, run.accuracy(), stored, clock.millis());
    }
}
