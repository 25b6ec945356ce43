// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.Results;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.spi.PdropException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells an MLflow server of a run while it goes on.
 *
 * <p>It begins with the first answers: a run that is refused before leaves nothing behind, here as in its folder.
 *
 * <p>The run's own thread only counts answers. Every few seconds another one brings the server to hold what there is,
 * so that nothing queues up, however slow the server: there is one state, and the latest one counts. A server that
 * fails is tried again after a pause that doubles each time, and is at least as long as the server asks for; the first
 * failure is told to people, the others are not.
 *
 * <p><b>What a run can lose by it</b> is the time at its end: {@code finish-seconds} for what is not sent yet, and a
 * second for a request to be given up; nothing at all while the server is left alone. Nothing before that waits for the
 * server.
 */
public final class LiveTracking implements Tracking {

    private static final Duration LET_GO = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Mirror mirror;
    private final MlflowAddress address;
    private final MlflowSettings settings;
    private final Duration interval;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Notices people;
    private final ScheduledExecutorService background;

    // What the run's thread writes and the background reads, under the lock of this object.
    private Optional<Followed> followed = Optional.empty();

    // What the background alone uses.
    private Optional<TrackedRuns> runs = Optional.empty();
    private boolean ended;
    private boolean everFailed;
    private boolean warned;
    private Duration pause;
    private long pausedUntil;

    // What the background says to the run's thread, and the other way round.
    private volatile String missing;
    private volatile boolean failing;
    private volatile boolean over;

    private Optional<Future<?>> looks = Optional.empty();
    private boolean complete;

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
        this.mirror = new Mirror(new MlflowServer(address, settings.requestDeadline()), (doing, done, all) -> {});
        this.address = address;
        this.settings = settings;
        this.interval = interval;
        this.pause = interval;
        this.missing = "expected MLflow at " + address + " to have the whole run within "
                + Double.toString(settings.finishSeconds()).replaceFirst("\\.0$", "")
                + " s, found it still at work";
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.people = people;
        this.pausedUntil = nanoTime.getAsLong();
        this.background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mlflow");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void opened(Path folder, Manifest manifest) {
        synchronized (this) {
            followed = Optional.of(new Followed(folder, manifest, new RunningAccuracy(manifest.examples())));
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
            missing = String.valueOf(e.getMessage());
        }
        if (looks.isEmpty()) {
            long millis = interval.toMillis();
            looks = Optional.of(
                    background.scheduleWithFixedDelay(this::tellHowItGoes, 0, millis, TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public void complete() {
        complete = true;
    }

    @Override
    public void close() {
        if (looks.isPresent()) {
            sayWhatCameOut(followed().orElseThrow(), awaitTheEnd());
        }
        over = true;
        background.shutdownNow();
        letGo();
    }

    /** Requests end when they are interrupted; then the folder is free for who comes next. */
    private void letGo() {
        try {
            background.awaitTermination(LET_GO.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The page of the run; empty if the server lacks something. */
    private Optional<String> awaitTheEnd() {
        RunStatus status = complete ? RunStatus.FINISHED : RunStatus.FAILED;
        Future<Optional<String>> end = background.submit(() -> tellTheEnd(status));
        try {
            return end.get(settings.finishDeadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("every failure to tell MLflow is caught where it arises", e);
        }
    }

    /** A reason that people know already is not said again. */
    private void sayWhatCameOut(Followed run, Optional<String> page) {
        String lacking = failing ? "MLflow at " + address + " lacks part of the run: " : missing + "; ";
        page.ifPresentOrElse(
                place -> people.success("MLflow has it at " + place),
                () -> people.problem(lacking + "pdrop sync " + run.folder() + " sends the rest"));
    }

    private synchronized Optional<Followed> followed() {
        return followed;
    }

    private void tellHowItGoes() {
        Optional<Followed> run = followed();
        if (ended || run.isEmpty() || isPaused()) {
            return;
        }
        if (tell(() -> now(run.get()))) {
            failing = false;
        } else if (!warned && !over) {
            warned = true;
            failing = true;
            people.problem(missing + "; the run goes on, and MLflow is tried again");
        }
    }

    /** Comes after the first look at least, and no look comes after it. */
    private Optional<String> tellTheEnd(RunStatus status) {
        ended = true;
        if (isPaused()) {
            return Optional.empty();
        }
        if (everFailed) {
            // An answer may have been lost after the request was carried out.
            mirror.forget();
        }
        Followed run = followed().orElseThrow();
        // The run's folder is still held, so that no pdrop sync sends the same at the same time and makes it twice.
        return tell(() -> atTheEnd(run.folder(), run, status)) ? mirror.page() : Optional.empty();
    }

    /** Whether the server holds now what it is to hold; a failure is remembered. */
    private boolean tell(Supplier<TrackedRun> run) {
        try {
            bring(run.get());
            pause = interval;
            return true;
        } catch (MlflowException e) {
            failed(String.valueOf(e.getMessage()), e.pause());
        } catch (PdropException e) {
            failed(String.valueOf(e.getMessage()), Duration.ZERO);
        } catch (RuntimeException e) {
            // Whatever it is, it must not end the run.
            failed("MLflow is not told, since pdrop has a defect: " + e, Duration.ZERO);
        }
        return false;
    }

    /** The server is left alone for a while, and for as long as it asks. */
    private void failed(String reason, Duration asked) {
        everFailed = true;
        missing = reason;
        pausedUntil = nanoTime.getAsLong() + Math.max(pause.toNanos(), asked.toNanos());
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void bring(TrackedRun run) throws MlflowException {
        try {
            mirror.bring(run);
        } catch (MlflowException e) {
            everFailed = true;
            if (!e.isPassing()) {
                throw e;
            }
            mirror.bring(run);
        }
    }

    private boolean isPaused() {
        return everFailed && nanoTime.getAsLong() - pausedUntil < 0;
    }

    private TrackedRun now(Followed run) {
        if (runs.isEmpty()) {
            runs = Optional.of(new TrackedRuns(run.folder(), run.manifest(), experiment()));
        }
        synchronized (this) {
            return runs.get().running(run.accuracy(), clock.millis());
        }
    }

    private TrackedRun atTheEnd(Path folder, Followed run, RunStatus status) {
        StoredRun stored = StoredRun.read(folder);
        List<ArmResult> results = stored.results().map(Results::arms).orElseGet(List::of);
        return new TrackedRuns(folder, stored.manifest(), experiment())
                .over(status, run.accuracy(), results, clock.millis());
    }

    private String experiment() {
        return settings.experiment().orElse("");
    }
}
