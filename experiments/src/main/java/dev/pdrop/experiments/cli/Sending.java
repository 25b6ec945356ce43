// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.RunLock;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.Delivery;
import dev.pdrop.experiments.tracking.Pages;
import dev.pdrop.experiments.tracking.Replay;
import dev.pdrop.experiments.tracking.SentFolder;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.train.ListedTraining;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.PdropException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Sends runs and trainings that a server does not have yet. One that cannot be sent is said, and does not keep the
 * others.
 *
 * @param console hears of each
 * @param address the server
 */
record Sending(Console console, MlflowAddress address) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Sends all that are not there.
     *
     * @param runs latest first
     * @return the latest complete one that the server has, else the latest one; empty if it has none
     * @throws FailedRunException if the server does not answer
     */
    Optional<UiCommand.Shown> all(List<ListedRun> runs) {
        MlflowServer server = new MlflowServer(address, PATIENCE);
        server.requireAnswer();
        Optional<UiCommand.Shown> complete = Optional.empty();
        Optional<UiCommand.Shown> any = Optional.empty();
        for (ListedRun run : runs) {
            Optional<UiCommand.Shown> shown = sent(server, run).map(pages -> new UiCommand.Shown(run.name(), pages));
            any = any.or(() -> shown);
            if (run.state() == Listed.State.COMPLETE) {
                complete = complete.or(() -> shown);
            }
        }
        return complete.isPresent() ? complete : any;
    }

    private Optional<Pages> sent(MlflowServer server, ListedRun run) {
        if (run.state() == Listed.State.RUNNING) {
            note(run.name() + " is still going on: it is sent the next time");
            return Optional.empty();
        }
        if (run.manifest().isEmpty()) {
            return Optional.empty();
        }
        try (RunFolder held = RunFolder.open(run.path(), false)) {
            return Optional.of(pages(server, StoredRun.read(held.path())));
        } catch (PdropException e) {
            server.requireAnswer();
            note(run.name() + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Pages pages(MlflowServer server, StoredRun run) {
        String experiment = TrackingChoice.experiment(SentFolder.of(run));
        return pages(
                server,
                run.name(),
                replay -> replay.pages(run, experiment),
                (replay, line) -> replay.send(run, experiment, line));
    }

    private Pages pages(
            MlflowServer server,
            String name,
            Function<Replay, Optional<Pages>> asking,
            BiFunction<Replay, Delivery, Replay.Sent> sending) {
        try (SyncLine line = new SyncLine(console, PATIENCE, System::nanoTime)) {
            Replay replay = new Replay(server, InstantSource.system(), line);
            Optional<Pages> there = asking.apply(replay);
            if (there.isPresent()) {
                return there.get();
            }
            note("sending " + name);
            line.start();
            return sending.apply(replay, line).pages();
        }
    }

    /**
     * Sends all trainings that are not there, and what is new of those that were not complete.
     *
     * @param trainings in any order
     * @throws FailedRunException if the server does not answer
     */
    void allTrainings(List<ListedTraining> trainings) {
        MlflowServer server = new MlflowServer(address, PATIENCE);
        trainings.forEach(training -> send(server, training));
    }

    private void send(MlflowServer server, ListedTraining training) {
        if (training.state() == Listed.State.RUNNING) {
            note("the training " + training.name() + " is still going on: it is sent the next time");
            return;
        }
        TrainingFiles files = new TrainingFiles(training.path());
        try {
            RunLock lock = RunLock.hold(training.path());
            try {
                String experiment = TrackingChoice.experiment(SentFolder.of(files));
                pages(
                        server,
                        "the training " + training.name(),
                        replay -> replay.pages(files, experiment),
                        (replay, line) -> replay.send(files, experiment, line));
            } finally {
                lock.close();
            }
        } catch (PdropException e) {
            server.requireAnswer();
            note("the training " + training.name() + " is left out: " + e.getMessage());
        }
    }

    private void note(String text) {
        console.error().println(text);
        console.error().flush();
    }
}
