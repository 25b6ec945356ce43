// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.plan.MlflowSettings;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.spi.PdropException;
import java.nio.file.Path;
import java.time.Duration;
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
 * Tells an MLflow server of something that goes on, on a thread of its own, and of its end.
 *
 * <p>Every few seconds the server is brought to hold what there is, so that nothing queues up, however slow the server:
 * there is one state, and the latest one counts. A server that fails is tried again after a pause that doubles each
 * time, and is at least as long as the server asks for; the first failure is told to people, the others are not.
 *
 * <p>Its owner uses it by one thread; what it asks for is asked on the other one.
 */
final class Teller {

    private static final Duration LET_GO = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Mirror mirror;
    private final MlflowAddress address;
    private final MlflowSettings settings;
    private final Duration interval;
    private final LongSupplier nanoTime;
    private final Notices people;
    private final ScheduledExecutorService background;

    // What the background alone uses.
    private boolean ended;
    private boolean everFailed;
    private boolean warned;
    private Duration pause;
    private long pausedUntil;

    // What the background says to the owner's thread, and the other way round.
    private volatile String missing;
    private volatile boolean failing;
    private volatile boolean over;

    private Optional<Future<?>> looks = Optional.empty();

    /**
     * To a server; nothing is sent yet.
     *
     * @param address the server
     * @param settings how it is told
     * @param interval time between two looks at what there is to tell; the first pause after a failure
     * @param nanoTime measures pauses
     * @param people is told of what becomes of it
     */
    Teller(MlflowAddress address, MlflowSettings settings, Duration interval, LongSupplier nanoTime, Notices people) {
        this.mirror = new Mirror(new MlflowServer(address, settings.requestDeadline()), (doing, done, all) -> {});
        this.address = address;
        this.settings = settings;
        this.interval = interval;
        this.pause = interval;
        this.missing = "expected MLflow at " + address + " to have the whole run within "
                + Double.toString(settings.finishSeconds()).replaceFirst("\\.0$", "")
                + " s, found it still at work";
        this.nanoTime = nanoTime;
        this.people = people;
        this.pausedUntil = nanoTime.getAsLong();
        this.background = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "mlflow");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** MLflow's experiment; empty for the name of ours. */
    String experiment() {
        return settings.experiment().orElse("");
    }

    /** Whether it has begun. */
    boolean hasBegun() {
        return looks.isPresent();
    }

    /**
     * Begins to look.
     *
     * @param now what there is to tell; asked on the other thread
     */
    void begin(Supplier<TrackedRun> now) {
        looks = Optional.of(background.scheduleWithFixedDelay(
                () -> tellHowItGoes(now), 0, interval.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Something is lacking for a reason that is none of the server's. */
    void lacks(String reason) {
        missing = reason;
    }

    /**
     * Tells the end, if it has begun: waits a bounded time for it and says what came out.
     *
     * @param folder from which the rest can be sent later
     * @param end what there is to tell; asked on the other thread
     */
    void end(Path folder, Supplier<TrackedRun> end) {
        if (hasBegun()) {
            sayWhatCameOut(folder, awaitTheEnd(end));
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
    private Optional<String> awaitTheEnd(Supplier<TrackedRun> last) {
        Future<Optional<String>> end = background.submit(() -> tellTheEnd(last));
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
    private void sayWhatCameOut(Path folder, Optional<String> page) {
        String lacking = failing ? "MLflow at " + address + " lacks part of the run: " : missing + "; ";
        page.ifPresentOrElse(
                place -> people.success("MLflow has it at " + place),
                () -> people.problem(lacking + "pdrop sync " + folder + " sends the rest"));
    }

    private void tellHowItGoes(Supplier<TrackedRun> now) {
        if (ended || isPaused()) {
            return;
        }
        if (tell(now)) {
            failing = false;
        } else if (!warned && !over) {
            warned = true;
            failing = true;
            people.problem(missing + "; the run goes on, and MLflow is tried again");
        }
    }

    /** Comes after the first look at least, and no look comes after it. */
    private Optional<String> tellTheEnd(Supplier<TrackedRun> last) {
        ended = true;
        if (isPaused()) {
            return Optional.empty();
        }
        if (everFailed) {
            // An answer may have been lost after the request was carried out.
            mirror.forget();
        }
        return tell(last) ? mirror.pages().map(Pages::run) : Optional.empty();
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
}
