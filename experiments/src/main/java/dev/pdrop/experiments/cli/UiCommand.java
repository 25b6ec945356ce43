// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.python.PythonEnvironment;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.Pages;
import dev.pdrop.experiments.tracking.local.LocalMlflow;
import dev.pdrop.experiments.tracking.server.MlflowAddress;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pdrop ui}: runs and trainings in MLflow's pages. */
@Command(
        name = "ui",
        sortOptions = false,
        description = "Show runs and trainings in MLflow: start a server, send what it lacks, open the newest.",
        footer = {
            "",
            "The first time, a private Python environment is made in .pdrop (Python 3.10, 850 MB).",
            "If MLFLOW_TRACKING_URI is set, that server is used and none is started.",
            "Ctrl-C stops the server; what it holds stays in mlflow/ and can be made again from runs."
        })
final class UiCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "A folder of runs; the toolkit's own unless given.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5000",
            description = "Where the server listens, on this machine alone; ${DEFAULT-VALUE} unless given.")
    private int port;

    @Option(names = "--no-browser", description = "Print the addresses, and open nothing.")
    private boolean noBrowser;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    UiCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Ports.require(spec, port);
        RunsListing runs = RunsListing.of(folder.map(this::required).orElseGet(() -> RunArgument.runs(toolkit)));
        Optional<String> named = Optional.ofNullable(toolkit.environment().get(MlflowAddress.URI_VARIABLE))
                .filter(uri -> !uri.isBlank());
        if (named.isPresent()) {
            show(named(named.get()), runs);
        } else {
            serve(runs);
        }
        return 0;
    }

    private MlflowAddress named(String uri) {
        return MlflowAddress.of(uri, toolkit.environment())
                .orElseThrow(() -> new FailedRunException("expected " + MlflowAddress.URI_VARIABLE
                        + " to be the address of an MLflow server, found something else: write it as"
                        + " http://HOST:PORT, or unset it, and pdrop ui starts a server of its own"));
    }

    private void serve(RunsListing runs) throws InterruptedException {
        LocalMlflow.requireFree(port);
        PythonEnvironment python = new PythonEnvironment(toolkit.home().root(), "mlflow", toolkit.environment());
        python.make(this::note);
        note("starting MLflow on port " + port + ", which takes half a minute the first time");
        try (LocalMlflow server = LocalMlflow.start(
                python.program("python"), toolkit.home().root().resolve("mlflow"), port)) {
            show(server.address(), runs);
            note("While it runs, MLFLOW_TRACKING_URI=" + server.address()
                    + " ./pdrop run .. shows a run while it goes on; others are sent by ./pdrop sync RUN --uri "
                    + server.address() + ", or by the next ./pdrop ui.");
            note("Ctrl-C stops the server.");
            throw server.awaitEnd();
        }
    }

    private void show(MlflowAddress address, RunsListing runs) {
        Sending sending = new Sending(console, address);
        Optional<Shown> newest = sending.all(runs.runs());
        sending.allTrainings(runs.trainings());
        console.out().println("MLflow is at " + address);
        newest.ifPresentOrElse(
                this::print,
                () -> note(
                        runs.trainings().isEmpty()
                                ? "There are no runs yet: ./pdrop run quickstart makes one."
                                : "There are no runs to compare yet, only trainings: ./pdrop run quickstart makes one."));
        console.out().flush();
        if (!noBrowser && console.terminal()) {
            new Browser(toolkit.environment())
                    .open(newest.map(run -> run.pages().table()).orElse(address.toString()));
        }
    }

    /** A run that the server has. */
    record Shown(String name, Pages pages) {}

    private void print(Shown run) {
        console.out().println("The newest comparison is " + run.name());
        console.out().println("  its arms in a table      " + run.pages().table());
        console.out().println("  its arms in charts       " + run.pages().charts());
        console.out().println("  its arms side by side    " + run.pages().comparison());
        console.out().println("  its note and report.html " + run.pages().run());
    }

    /** A folder that somebody names is there. */
    private Path required(Path named) {
        if (!named.toFile().isDirectory()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "expected a folder of runs at " + named + ", found none; pdrop runs lists them");
        }
        return named;
    }

    private void note(String line) {
        console.error().println(line);
        console.error().flush();
    }
}
