// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.Repetitions;
import dev.pdrop.experiments.run.RunComparison;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.RunListeners;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.FailedRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            "Repeat a complete run in a folder of its own below reruns/, and compare every answer.",
            "It computes with as many threads as the run did.",
            "Exit code 0: identical, times apart; 8: the same answers, tokens and token counts, but other",
            "log-probabilities; 4: different."
        })
final class RerunCommand implements Callable<Integer> {

    private static final int DIFFERENT = 4;

    /** Those from 5 to 7 are the launcher's. */
    private static final int SAME_ANSWERS = 8;

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            paramLabel = "RUN",
            description = "A run folder, or the name of a run or an experiment: its newest complete run.")
    private String run = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Set something anew, such as backbone.model where the model has been moved.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress: only what comes out, or what went wrong.")
    private boolean quiet;

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
        EngineThreads threads = EngineThreads.of(before.manifest(), console);
        Injector injector = toolkit.injector(new RunModule(Software.installed()));
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class)
                .read(before.path().resolve("effective.conf").toString(), settings(before));
        if (!quiet) {
            console.error().println("repeating " + before.name() + ": " + plan.question());
        }
        RunListener progress = quiet ? new Silence(console) : new ProgressLine(console, plan.asked(), System::nanoTime);
        // It is a check of a run, not another one: no tracking.
        Runner.Finished again;
        try (HeldRun run = injector.getInstance(Runner.class).hold(plan, true)) {
            again = new Watched(console, new RunListeners(threads, progress))
                    .run(run, "the same command begins another repetition, pdrop runs --clean removes this one");
        }
        RunComparison comparison = RunComparison.of(before, StoredRun.read(again.folder()));
        if (json.wanted()) {
            String verdict = comparison.verdict().name().toLowerCase(Locale.ROOT);
            console.out()
                    .println(JsonOption.text(
                            new Outcome(before.name(), again.folder().toString(), verdict, comparison)));
        } else {
            console.out().print(comparison.text());
            console.out().println("The repetition is in " + ShortPath.of(again.folder()));
        }
        console.out().flush();
        return switch (comparison.verdict()) {
            case IDENTICAL -> 0;
            case SAME_ANSWERS -> SAME_ANSWERS;
            case DIFFERENT -> DIFFERENT;
        };
    }

    /** Beside the run, not in its place; what the user sets comes last and wins. */
    private List<String> settings(StoredRun before) {
        List<String> settings = new ArrayList<>();
        settings.add("output="
                + ConfigUtil.quoteString(Repetitions.next(before.path()).toString()));
        settings.addAll(overrides);
        return settings;
    }
}
