// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.Pages;
import dev.pdrop.experiments.tracking.Replay;
import dev.pdrop.experiments.tracking.SentFolder;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.PdropException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sends runs that a server does not have yet. One that cannot be sent is said, and does not keep the others.
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
        try (SyncLine line = new SyncLine(console, PATIENCE, System::nanoTime)) {
            Replay replay = new Replay(server, InstantSource.system(), line);
            String experiment = TrackingChoice.experiment(SentFolder.of(run));
            Optional<Pages> there = replay.pages(run, experiment);
            if (there.isPresent()) {
                return there.get();
            }
            note("sending " + run.name());
            line.start();
            return replay.send(run, experiment, line).pages();
        }
    }

    private void note(String text) {
        console.error().println(text);
        console.error().flush();
    }
}
