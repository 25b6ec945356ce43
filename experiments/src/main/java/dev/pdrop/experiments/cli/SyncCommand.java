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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop sync}: a run to an MLflow server that was away while it ran. */
@Command(
        name = "sync",
        sortOptions = false,
        description = "Send a run to an MLflow server: what the server lacks of it, and nothing twice.")
final class SyncCommand implements Callable<Integer> {

    /** Nobody waits for it but the user, who can stop it. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, or a name that pdrop runs lists.")
    private String run = "";

    @Option(
            names = "--uri",
            paramLabel = "URI",
            description = {
                "The server, such as http://localhost:5000; else that of the run's configuration,",
                "else that of MLFLOW_TRACKING_URI."
            })
    private String uri = "";

    @Mixin
    private JsonOption json = new JsonOption();

    /** What the server has, for machines: the run, its folder, and the page that shows it. */
    private record Sent(String run, String folder, String page) {}

    SyncCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        TrackingChoice choice = new TrackingChoice(toolkit.environment());
        try (RunFolder held = RunFolder.open(RunArgument.read(toolkit, run).path(), false)) {
            StoredRun stored = StoredRun.read(held.path());
            MlflowServer server = new MlflowServer(choice.address(stored, uri), DEADLINE);
            String page = new Replay(server, InstantSource.system()).send(stored, TrackingChoice.experiment(stored));
            console.out()
                    .println(
                            json.wanted()
                                    ? JsonOption.text(new Sent(
                                            stored.name(), stored.path().toString(), page))
                                    : "MLflow has it at " + page);
            console.out().flush();
        }
        return 0;
    }
}
