// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunFolder;
import dev.pdrop.experiments.run.RunLock;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.Delivery;
import dev.pdrop.experiments.tracking.Pages;
import dev.pdrop.experiments.tracking.Replay;
import dev.pdrop.experiments.tracking.SentFolder;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.server.MlflowServer;
import dev.pdrop.experiments.train.TrainingFiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pdrop sync}: a run or a training to an MLflow server that was away meanwhile. */
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

    @Parameters(
            paramLabel = "RUN",
            description = {"A run folder, or a name that pdrop runs lists; or a training,", "by its folder or its name."
            })
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

    /** What the server has, for machines: the run, its folder, and the pages that show it and its arms. */
    private record Sent(String run, String folder, String page, String table, String charts, String comparison) {}

    SyncCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Duration patience = patience();
        RunArgument.training(toolkit, run)
                .ifPresentOrElse(training -> syncTraining(training, patience), () -> syncRun(patience));
        return 0;
    }

    private void syncRun(Duration patience) {
        try (RunFolder held = RunFolder.open(RunArgument.read(toolkit, run).path(), false)) {
            StoredRun stored = StoredRun.read(held.path());
            SentFolder folder = SentFolder.of(stored);
            sync(folder, patience, (replay, line) -> replay.send(stored, TrackingChoice.experiment(folder), line));
        }
    }

    private void syncTraining(TrainingFiles files, Duration patience) {
        RunLock lock = RunLock.hold(files.folder());
        try {
            SentFolder folder = SentFolder.of(files);
            sync(folder, patience, (replay, line) -> replay.send(files, TrackingChoice.experiment(folder), line));
        } finally {
            lock.close();
        }
    }

    private void sync(SentFolder folder, Duration patience, BiFunction<Replay, Delivery, Replay.Sent> sending) {
        MlflowServer server =
                new MlflowServer(new TrackingChoice(toolkit.environment()).address(folder, uri), patience);
        note("sending " + folder.name() + " to MLflow at " + server.address()
                + TrackingChoice.otherServer(folder, server.address()));
        Replay.Sent sent;
        try (SyncLine line = new SyncLine(console, patience, System::nanoTime)) {
            line.start();
            sent = sending.apply(new Replay(server, InstantSource.system(), line), line);
        }
        note(sent.before());
        console.out()
                .println(
                        json.wanted()
                                ? json(folder, sent.pages())
                                : "MLflow has it at " + sent.pages().run());
        console.out().flush();
    }

    private static String json(SentFolder folder, Pages pages) {
        return JsonOption.text(new Sent(
                /* run= */ folder.name(),
                folder.path().toString(),
                /* page= */ pages.run(),
                pages.table(),
                pages.charts(),
                pages.comparison()));
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
