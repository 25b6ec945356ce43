// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.inject.Injector;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.Json;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.experiments.tracking.Tracking;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.spi.Geometry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        Injector injector = toolkit.injector(new RunModule(Version.software()));
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class).read(file, overrides());
        if (!options.quiet()) {
            console.error().println(plan.name() + ": " + plan.question());
        }
        if (options.dryRun()) {
            dryRun(plan);
            return 0;
        }
        RunListener progress = options.quiet()
                ? new Silence(console)
                : new ProgressLine(console, plan.asked(), System::nanoTime);
        // Held until tracking is over, so that nobody else sends the run meanwhile.
        try (HeldRun run = injector.getInstance(Runner.class).hold(plan, options.fresh());
                Tracking tracking = new TrackingChoice(toolkit.environment())
                        .begin(plan, new NoticeLines(console, options.quiet()))) {
            if (!options.quiet()) {
                console.error().println(run.asks().detectable().sentence());
            }
            Runner.Finished finished = new Watched(console, new RunListeners(progress, tracking))
                    .run(run, "what was answered is kept: " + options.again() + " to continue");
            Path report = Report.write(StoredRun.read(finished.folder()));
            tracking.complete();
            show(finished, report);
        }
        return 0;
    }

    private List<String> overrides() {
        List<String> given = options.settings().overrides();
        return noSharing
                ? Stream.concat(given.stream(), Stream.of("engine.sharing=false"))
                        .toList()
                : given;
    }

    private void show(Runner.Finished finished, Path report) {
        if (options.json()) {
            console.out().println(JsonOption.text(Outcome.of(finished, report)));
        } else {
            console.out().print(finished.results().table());
            console.out().println("The report is " + Watched.fromHere(report));
            console.out().println("Everything is in " + Watched.fromHere(finished.folder()));
        }
        console.out().flush();
    }

    /** An arm before it runs. */
    private record Planned(
            String arm, String ranker, String schedule, String positions, double averageTokens, double tmac) {

        static Planned of(ArmPlan arm, Geometry geometry) {
            int[] tokens = arm.planned(geometry)
                    .visualTokensPerLayer(geometry.layers(), arm.visualTokens(geometry));
            return new Planned(
                    arm.name(),
                    arm.ranker(),
                    arm.schedule(),
                    arm.method().positions().name().toLowerCase(Locale.ROOT),
                    Arrays.stream(tokens).average().orElse(0),
                    new PaperConvention().multiplyAdds(geometry, tokens) / 1e12);
        }
    }

    /** What would run, for machines. */
    private record DryRun(String folder, long questions, List<Planned> arms, JsonElement detectable) {}

    private static JsonElement json(Detectable detectable) {
        return JsonParser.parseString(Json.text(detectable));
    }

    private void dryRun(ExperimentPlan plan) {
        plan.model().requireDevice();
        Runner.Asks asks = Runner.asks(plan);
        List<Planned> arms = plan.arms().stream()
                .map(arm -> Planned.of(arm, plan.geometry()))
                .toList();
        if (options.json()) {
            console.out().println(JsonOption.text(new DryRun(Runner.folder(plan).toString(), asks.questions(), arms, json(asks.detectable()))));
            return;
        }
        PrintWriter out = console.out();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "ranker", "average tokens", "GMAC", "positions", "schedule"));
        for (Planned arm : arms) {
            rows.add(List.of(
                    arm.arm(),
                    arm.ranker(),
                    String.format(Locale.ROOT, "%.1f", arm.averageTokens()),
                    String.format(Locale.ROOT, "%.4g", 1000 * arm.tmac()),
                    arm.positions(),
                    arm.schedule()));
        }
        out.print(TextTable.of(rows, 2, 3));
        out.println();
        out.println("average tokens: planned mean over " + plan.geometry().layers()
                + " layers of visual tokens, for one image of "
                + plan.geometry().vision().visualTokens()
                + ". GMAC: prefill multiply-adds of visual tokens (convention \"paper\").");
        out.println(asks.questions() + " questions in each of " + plan.arms().size() + " arms.");
        out.println(asks.detectable().sentence());
        plan.arms().stream()
                .filter(arm -> arm.replicates() > 1)
                .forEach(arm -> out.println(arm.name() + ": each question " + arm.replicates() + " times."));
        plan.controls().leftOut().forEach(one -> out.println(one.sentence() + "."));
        out.println("Would run in " + Watched.fromHere(Runner.folder(plan)));
        out.flush();
    }
}
