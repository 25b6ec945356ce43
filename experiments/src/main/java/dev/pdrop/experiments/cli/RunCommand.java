// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.experiments.tracking.Tracking;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.spi.Geometry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop run}: an experiment from its file to a table. */
@Command(name = "run", sortOptions = false, description = "Run an experiment, or continue it where it was interrupted.")
final class RunCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "FILE", description = "An experiment file, or the name of one of pdrop list.")
    private String file = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something in the experiment, such as dataset.limit=100; may be given more than once.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--dry-run", description = "Check everything, print the arms and their cost, and stop.")
    private boolean dryRun;

    @Option(names = "--fresh", description = "Throw away what an earlier run of the same experiment left.")
    private boolean fresh;

    RunCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Injector injector = toolkit.injector(new RunModule(Version.software()));
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class).read(file, overrides);
        console.error().println(plan.name() + ": " + plan.question());
        if (dryRun) {
            dryRun(plan);
            return 0;
        }
        try (Tracking tracking = new TrackingChoice(toolkit.environment()).begin(plan, this::note)) {
            Runner.Finished finished = Watched.run(
                    console,
                    injector.getInstance(Runner.class),
                    plan,
                    fresh,
                    "what was answered is kept: run the same command again to continue",
                    tracking);
            tracking.complete();
            console.out().print(finished.results().table());
            console.out().println("Everything is in " + Watched.fromHere(finished.folder()));
            console.out().flush();
        }
        return 0;
    }

    /** A line for people that may come in the middle of a progress line. */
    private void note(String line) {
        console.error().println((console.terminal() ? "\r\u001b[K" : "") + line);
        console.error().flush();
    }

    private void dryRun(ExperimentPlan plan) {
        PrintWriter out = console.out();
        long questions = Runner.questions(plan);
        Geometry geometry = plan.geometry();
        int visualTokens = geometry.vision().visualTokens();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("arm", "ranker", "visual tokens", "GMAC", "positions", "schedule"));
        for (ArmPlan arm : plan.arms()) {
            int[] tokens =
                    arm.method().plan(geometry, visualTokens).visualTokensPerLayer(geometry.layers(), visualTokens);
            rows.add(List.of(
                    arm.name(),
                    arm.ranker(),
                    String.format(
                            Locale.ROOT, "%.1f", Arrays.stream(tokens).average().orElse(0)),
                    String.format(Locale.ROOT, "%.4g", new PaperConvention().multiplyAdds(geometry, tokens) / 1e9),
                    arm.method().positions().name().toLowerCase(Locale.ROOT),
                    arm.schedule()));
        }
        out.print(TextTable.of(rows, 2, 3));
        out.println();
        out.println("visual tokens: planned mean over " + geometry.layers() + " layers for one image of " + visualTokens
                + ". GMAC: prefill multiply-adds of visual tokens (convention \"paper\").");
        out.println(questions + " questions in each of " + plan.arms().size() + " arms.");
        out.println("Would run in " + Watched.fromHere(Runner.folder(plan)));
        out.flush();
    }
}
