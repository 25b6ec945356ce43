// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.inject.Injector;
import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.run.Forecast;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.Tracking;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.spi.PdropException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop run}: an experiment from its file to a table. */
@Command(name = "run", sortOptions = false, description = "Run an experiment, or continue it where it was interrupted.")
final class RunCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "An experiment file, or the name of one of pdrop list.")
    private String file = "";

    @Mixin
    private WorkOptions options = new WorkOptions();

    @Option(
            names = "--no-sharing",
            description =
                    "Run every arm and question by itself, which takes longer: the same as --set engine.sharing=false.")
    private boolean noSharing;

    @Option(names = "--yes", description = "Run a grid of more than 100,000 answers (arms times questions).")
    private boolean yes;

    @Option(
            names = "--no-calibration",
            description = "With --dry-run: do not open the model to say how long the run would take.")
    private boolean noCalibration;

    /** What came out, for machines; the results are those of results.json. */
    private record Outcome(String folder, String report, JsonElement results) {

        static Outcome of(Runner.Finished finished, Path report) {
            return new Outcome(
                    finished.folder().toString(),
                    report.toString(),
                    JsonParser.parseString(finished.results().json()));
        }
    }

    RunCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Injector injector = toolkit.injector(new RunModule(Software.installed()));
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class).read(file, overrides());
        if (!options.quiet()) {
            console.error().println(plan.name() + ": " + plan.question());
        }
        if (options.dryRun()) {
            dryRun(plan, injector.getInstance(LongSupplier.class));
            return 0;
        }
        RunListener progress =
                options.quiet() ? new Silence(console) : new ProgressLine(console, plan.asked(), System::nanoTime);
        // Held until tracking is over, so that nobody else sends the run meanwhile.
        try (HeldRun run = held(injector.getInstance(Runner.class), plan);
                Tracking tracking = new TrackingChoice(toolkit.environment())
                        .begin(plan, new NoticeLines(console, options.quiet()))) {
            RunListener listener = new RunListeners(told(run.asks().detectable(), progress), progress, tracking);
            Runner.Finished finished = finished(run, listener, tracking);
            StoredRun stored = StoredRun.read(finished.folder());
            Path report = Report.write(stored);
            tracking.complete();
            show(finished, stored, report);
        }
        return 0;
    }

    private Runner.Finished finished(HeldRun run, RunListener listener, Tracking tracking) {
        try {
            return new Watched(console, listener)
                    .run(run, "what was answered is kept: " + options.again() + " to continue");
        } catch (PdropException e) {
            tracking.failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** Says what a run can find before it has found anything, and once nothing else keeps it from beginning. */
    private RunListener told(Detectable detectable, RunListener progress) {
        return new RunListener() {
            @Override
            public void opened(Path folder, Manifest manifest) {
                if (!options.quiet() && detectable.comparisons() > 0) {
                    progress.noted(detectable.sentence());
                }
            }
        };
    }

    private HeldRun held(Runner runner, ExperimentPlan plan) {
        return yes ? runner.hold(plan, options.fresh()) : runner.holdWithinLimit(plan, options.fresh());
    }

    private List<String> overrides() {
        List<String> given = options.settings().overrides();
        return noSharing
                ? Stream.concat(given.stream(), Stream.of("engine.sharing=false"))
                        .toList()
                : given;
    }

    private void show(Runner.Finished finished, StoredRun stored, Path report) {
        if (options.json()) {
            console.out().println(JsonOption.text(Outcome.of(finished, report)));
        } else {
            console.out().print(finished.results().table());
            stored.measured().ifPresent(measured -> console.out().print("\n" + measured.table() + "\n"));
            console.out().println("The report is " + ShortPath.of(report));
            console.out().println("Everything is in " + ShortPath.of(finished.folder()));
        }
        console.out().flush();
    }

    private void dryRun(ExperimentPlan plan, LongSupplier nanoTime) {
        plan.model().requireDevice();
        Forecast forecast = noCalibration
                ? Forecast.unmeasured(plan, "--no-calibration leaves the model alone")
                : Forecast.measured(plan, nanoTime);
        Detectable detectable = Runner.asks(plan).detectable();
        RunPreview preview = RunPreview.of(plan, forecast, detectable);
        if (options.json()) {
            console.out().println(JsonOption.text(preview));
        } else {
            preview.print(console.out(), detectable);
        }
        console.out().flush();
    }
}
