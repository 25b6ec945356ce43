// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.tracking.Replay;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pdrop sync}: a run to an MLflow server that was away while it ran. */
@Command(
        name = "sync",
        sortOptions = false,
        description = "Send a run to an MLflow server: what the server lacks of it, and nothing twice.",
        footer = {
            "",
            "Says every few seconds what it waits for. Gives up if an answer takes too long;",
            "the same command then sends only what is missing."
        })
final class SyncCommand implements Callable<Integer> {

    private static final long LONGEST = 3600;

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, or a name that pdrop runs lists.")
    private String run = "";

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = {
                "The server, such as http://localhost:5000; else that of the run's",
                "configuration, else that of MLFLOW_TRACKING_URI."
            })
    private String uri = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = {
                "How long the server may take for an answer, and how long a wait",
                "it may ask for; at least 1, ${DEFAULT-VALUE} unless given."
            })
    private long timeout;

    @Mixin
    private JsonOption json = new JsonOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What the server has, for machines: the run, its folder, and the page that shows it. */
    private record Sent(String run, String folder, String page) {}

    SyncCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Duration patience = patience();
        TrackingChoice choice = new TrackingChoice(toolkit.environment());
        try (RunFolder held = RunFolder.open(RunArgument.read(toolkit, run).path(), false)) {
            StoredRun stored = StoredRun.read(held.path());
            MlflowServer server = new MlflowServer(choice.address(stored, uri), patience);
            note("sending " + stored.name() + " to MLflow at " + server.address()
                    + TrackingChoice.otherServer(stored, server.address()));
            Replay.Sent sent = send(stored, server, patience);
            note(sent.before());
            console.out().println(json.wanted() ? json(stored, sent.page()) : "MLflow has it at " + sent.page());
            console.out().flush();
        }
        return 0;
    }

    private static String json(StoredRun stored, String page) {
        return JsonOption.text(new Sent(stored.name(), stored.path().toString(), page));
    }

    private Replay.Sent send(StoredRun stored, MlflowServer server, Duration patience) {
        try (SyncLine line = new SyncLine(console, patience, System::nanoTime)) {
            line.start();
            return new Replay(server, InstantSource.system(), line)
                    .send(stored, TrackingChoice.experiment(stored), line);
        }
    }

    private void note(String line) {
        console.error().println(line);
        console.error().flush();
    }

    private Duration patience() {
        if (timeout < 1 || timeout > LONGEST) {
            throw new ParameterException(
                    spec.commandLine(), "expected --timeout from 1 to " + LONGEST + " seconds, found " + timeout);
        }
        return Duration.ofSeconds(timeout);
    }
}
