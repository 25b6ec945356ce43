// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.server.MlflowException;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.tracking.server.RunStatus;
import dev.pdrop.experiments.tracking.server.ServerRun;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Tells an MLflow server of a run that is over, from its folder: what the server has already is not sent again. */
public final class Replay {

    private static final int TRIES = 3;

    private final MlflowServer server;
    private final InstantSource clock;
    private final Patience patience;

    /** Waits as long as a server asks. */
    @FunctionalInterface
    public interface Patience {

        /**
         * Waits.
         *
         * @return false if that is too long, in which case it returns at once
         */
        boolean waits(Duration pause);
    }

    /**
     * A run that was sent.
     *
     * @param pages where a person sees it
     * @param before what the server had of it, for people
     */
    public record Sent(Pages pages, String before) {}

    /**
     * To a server.
     *
     * @param server takes the run
     * @param clock tells the date
     * @param patience waits if the server asks for it
     */
    public Replay(MlflowServer server, InstantSource clock, Patience patience) {
        this.server = server;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * Brings the server to hold a run; one that is not complete is shown as stopped.
     *
     * @param run a run folder, which nobody else works in
     * @param experiment MLflow's experiment; empty for the name of ours
     * @param delivery hears of each step
     * @throws FailedRunException if the server does not take it; the same call goes on from there
     */
    public Sent send(StoredRun run, String experiment, Delivery delivery) {
        RunningAccuracy accuracy = RunningAccuracy.of(run.manifest());
        try (Stream<AnswerRecord> records = run.records()) {
            records.forEach(accuracy::add);
        }
        long end = run.manifest().finished().map(Instant::toEpochMilli).orElseGet(clock::millis);
        return send(
                new TrackedRuns(run.path(), run.manifest(), experiment)
                        .over(status(run.manifest()), "", accuracy, run, end),
                delivery);
    }

    /**
     * Where a person sees a run that the server has, whole and as its folder tells it; empty if something of it may be
     * missing there. Asks the server, and sends nothing.
     *
     * @param run a run folder
     * @param experiment MLflow's experiment; empty for the name of ours
     * @throws FailedRunException if the server does not answer
     */
    public Optional<Pages> pages(StoredRun run, String experiment) {
        Manifest manifest = run.manifest();
        return pages(
                RunIdentity.of(run.path(), manifest),
                experiment.isEmpty() ? manifest.name() : experiment,
                status(manifest),
                byKey -> arms(manifest, byKey));
    }

    /**
     * Where a person sees a training that is complete and that the server has whole; empty for others. Asks the server,
     * and sends nothing.
     *
     * @param files of a training
     * @param experiment MLflow's experiment; empty for the name of the training
     * @throws FailedRunException if the server does not answer
     */
    public Optional<Pages> pages(TrainingFiles files, String experiment) {
        // One that stopped may have gone on without a server since it was sent.
        if (status(files) != RunStatus.FINISHED) {
            return Optional.empty();
        }
        TrackedTraining training = new TrackedTraining(files, experiment);
        return pages(training.id(), training.experiment(), RunStatus.FINISHED, byKey -> List.of());
    }

    /* A training that failed was told so while it went on; its folder alone does not say it. */
    private boolean failed(TrackedTraining training) {
        try {
            Optional<String> there = server.find(training.experiment());
            return there.isPresent()
                    && server.runs(there.get(), TrackedRun.ID, training.id()).stream()
                            .anyMatch(run -> run.status() == RunStatus.FAILED);
        } catch (MlflowException e) {
            throw new FailedRunException(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Pages> pages(
            String id, String experiment, RunStatus status, Function<Map<String, ServerRun>, List<String>> arms) {
        try {
            Optional<String> there = server.find(experiment);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            Map<String, ServerRun> byKey = new LinkedHashMap<>();
            server.runs(there.get(), TrackedRun.ID, id).forEach(one -> byKey.put(one.tag(TrackedRun.ARM_KEY), one));
            // The parent is told last how it stands.
            return Optional.ofNullable(byKey.get(""))
                    .filter(parent -> parent.status() == status)
                    .map(parent -> Pages.of(server.address(), there.get(), parent.id(), arms.apply(byKey), id));
        } catch (MlflowException e) {
            throw new FailedRunException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> arms(Manifest manifest, Map<String, ServerRun> byKey) {
        return manifest.arms().stream()
                .flatMap(arm -> Optional.ofNullable(byKey.get(arm.key())).stream())
                .map(ServerRun::id)
                .toList();
    }

    private static RunStatus status(Manifest manifest) {
        return manifest.complete() ? RunStatus.FINISHED : RunStatus.KILLED;
    }

    /**
     * Brings the server to hold a training; one that is not complete is shown as stopped.
     *
     * @param files of a training, which nobody else works on
     * @param experiment MLflow's experiment; empty for the name of the training
     * @param delivery hears of each step
     * @throws FailedRunException if the server does not take it; the same call goes on from there
     */
    public Sent send(TrainingFiles files, String experiment, Delivery delivery) {
        TrackedTraining training = new TrackedTraining(files, experiment);
        RunStatus status = status(files);
        boolean failed = status != RunStatus.FINISHED && failed(training);
        return send(training.over(failed ? RunStatus.FAILED : status, training.lastWritten()), delivery);
    }

    private static RunStatus status(TrainingFiles files) {
        return Files.exists(files.card()) ? RunStatus.FINISHED : RunStatus.KILLED;
    }

    private Sent send(TrackedRun tracked, Delivery delivery) {
        Mirror mirror = new Mirror(server, delivery);
        bring(mirror, tracked);
        return new Sent(
                mirror.pages().orElseThrow(), mirror.held().map(Replay::before).orElseThrow());
    }

    private void bring(Mirror mirror, TrackedRun run) {
        for (int attempt = 1; ; attempt++) {
            try {
                mirror.bring(run);
                return;
            } catch (MlflowException e) {
                if (attempt == TRIES || !isWorthAnother(e)) {
                    throw new FailedRunException(
                            e.getMessage() + "; the same command then sends only what is missing", e);
                }
            }
        }
    }

    private boolean isWorthAnother(MlflowException failure) {
        return failure.isPassing() || (!failure.pause().isZero() && patience.waits(failure.pause()));
    }

    private static String before(Mirror.Held held) {
        return switch (held) {
            case NOTHING -> "it had nothing of this run";
            case PART -> "it had a part of this run";
            case ALL -> "it had all of this run, files apart, which are sent each time";
        };
    }
}
