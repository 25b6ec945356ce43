// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.run.RunComparison;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop rerun}: an experiment again, to see whether the same comes out. */
@Command(
        name = "rerun",
        sortOptions = false,
        description = {
            "Repeat a complete run from what it left, in a folder of its own, and compare every answer.",
            "Exit code 0 if they are identical, times apart, else 4."
        })
final class RerunCommand implements Callable<Integer> {

    private static final String RERUNS = "reruns";
    private static final int DIFFERENT = 4;

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run folder, or a name that pdrop runs lists.")
    private String run = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something anew, such as backbone.model where the model has been moved.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private JsonOption json = new JsonOption();

    /** What came out, for machines: the run, the folder of its repetition, and how they compare. */
    private record Outcome(String run, String folder, String verdict, RunComparison comparison) {}

    RerunCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        StoredRun before = RunArgument.read(toolkit, run);
        if (!before.manifest().complete()) {
            throw new FailedRunException("expected a complete run, found " + before.path()
                    + " unfinished: run its experiment again to continue it first");
        }
        Injector injector = toolkit.injector(new RunModule(Version.software()));
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class)
                .read(before.path().resolve("effective.conf").toString(), settings(before));
        console.error().println("repeating " + before.name() + ": " + plan.question());
        // It is a check of a run, not another one: no tracking.
        Runner.Finished again = new Watched(
                        console, new ProgressLine(console, plan.arms().size(), System::nanoTime))
                .run(
                        injector.getInstance(Runner.class),
                        plan,
                        true,
                        "run the same command again to begin the repetition anew");
        RunComparison comparison = RunComparison.of(before, StoredRun.read(again.folder()));
        if (json.wanted()) {
            String verdict = comparison.identical() ? "identical" : "different";
            console.out()
                    .println(JsonOption.text(
                            new Outcome(before.name(), again.folder().toString(), verdict, comparison)));
        } else {
            console.out().print(comparison.text());
            console.out().println("The repetition is in " + Watched.fromHere(again.folder()));
        }
        console.out().flush();
        return comparison.identical() ? 0 : DIFFERENT;
    }

    /** Beside the run, not in its place; what the user sets comes last and wins. */
    private List<String> settings(StoredRun before) {
        Path beside = before.path().toAbsolutePath().normalize().resolveSibling(RERUNS);
        List<String> settings = new ArrayList<>();
        settings.add("output=" + ConfigUtil.quoteString(beside.toString()));
        settings.addAll(overrides);
        return settings;
    }
}
