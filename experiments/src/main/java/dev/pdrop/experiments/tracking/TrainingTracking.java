// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.experiments.train.TrainingListener;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells an MLflow server of a training while it goes on, or nobody.
 *
 * <p>It begins with the first stage: a training that is refused before leaves nothing behind. What is told is read from
 * the training's folder, by a {@link Teller} on its own thread, so that the training waits for the server at its end
 * alone. Mutable; used by one thread. Close it.
 */
public final class TrainingTracking implements TrainingListener, AutoCloseable {

    private final TrainingFiles files;
    private final InstantSource clock;
    private final Optional<Teller> teller;
    private RunStatus status = RunStatus.FAILED;

    TrainingTracking(TrainingFiles files, InstantSource clock, Optional<Teller> teller) {
        this.files = files;
        this.clock = clock;
        this.teller = teller;
    }

    @Override
    public void noted(String line) {}

    @Override
    public void entered(String stage, int step, int steps) {
        begin();
    }

    @Override
    public void moved(CurvePoint point, double secondsLeft) {}

    @Override
    public void examined(Examination examination) {
        begin();
    }

    /** The training is complete and its folder holds everything; what comes after is {@link #close()}. */
    public void complete() {
        status = RunStatus.FINISHED;
    }

    /** The training was stopped from outside; what comes after is {@link #close()}. */
    public void stopped() {
        status = RunStatus.KILLED;
    }

    /** The training is over: complete, stopped, or else failed. Waits a bounded time, and says what became of it. */
    @Override
    public void close() {
        teller.ifPresent(to -> to.end(files.folder(), () -> of(to).over(status, clock.millis())));
    }

    private void begin() {
        teller.filter(to -> !to.hasBegun()).ifPresent(to -> to.begin(() -> of(to).running(clock.millis())));
    }

    private TrackedTraining of(Teller to) {
        return new TrackedTraining(files, to.experiment());
    }
}
