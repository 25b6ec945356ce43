// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.report.TrainingReport;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.TrainingTracking;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.Score;
import dev.pdrop.experiments.train.Stop;
import dev.pdrop.experiments.train.StoppedTrainingException;
import dev.pdrop.experiments.train.TrainModule;
import dev.pdrop.experiments.train.Training;
import dev.pdrop.experiments.train.TrainingListener;
import dev.pdrop.experiments.train.TrainingListeners;
import dev.pdrop.experiments.train.plan.StagePlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.spi.Geometry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pdrop train}: a model from nothing to a folder with its card. */
@Command(
        name = "train",
        sortOptions = false,
        description = "Train a model, or go on with a training where it was interrupted.")
final class TrainCommand implements Callable<Integer> {

    /** By which the engine is told its threads before it starts. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "TRAINING", description = "A training file, or the name of one of pdrop list.")
    private String file = "";

    @Mixin
    private WorkOptions options = new WorkOptions();

    /** What came out, for machines. */
    private record Outcome(String folder, String model, String report, List<Examination> examinations) {}

    /** A stage before it runs, for machines. */
    private record Planned(
            String stage, String budget, int batchSize, double learningRate, String reduction, double averageTokens) {}

    /** What would be trained, for machines. */
    private record DryRun(String folder, int visualTokens, int layers, List<Planned> stages) {}

    TrainCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Injector injector = toolkit.injector(new RunModule(Version.software()), new TrainModule());
        TrainingPlan plan = injector.getInstance(TrainingReader.class)
                .read(file, options.settings().overrides());
        plan.threads().ifPresent(threads -> System.setProperty(THREADS, Integer.toString(threads)));
        Training training = injector.getInstance(Training.class);
        if (options.dryRun()) {
            dryRun(plan, training.geometry(plan));
            return 0;
        }
        if (!options.quiet()) {
            console.error().println(plan.name() + ": " + plan.purpose());
        }
        TrainingListener listener = options.quiet() ? new TrainingSilence(console) : new TrainingLines(console);
        Stop stop = new Stop();
        TrainingInterruption interruption = TrainingInterruption.watch(console.error(), stop);
        try {
            return train(training, plan, listener, stop);
        } finally {
            interruption.over();
        }
    }

    private int train(Training training, TrainingPlan plan, TrainingListener listener, Stop stop) {
        try (TrainingTracking tracking =
                new TrackingChoice(toolkit.environment()).begin(plan, new NoticeLines(console, options.quiet()))) {
            return train(training, plan, new TrainingListeners(List.of(listener, tracking)), tracking, stop);
        }
    }

    private int train(
            Training training, TrainingPlan plan, TrainingListener listener, TrainingTracking tracking, Stop stop) {
        try {
            Training.Finished finished = training.run(plan, options.fresh(), listener, stop);
            if (finished.before() && !options.quiet()) {
                console.error().println("This training is finished; --fresh trains anew.");
                console.error().flush();
            }
            TrainingReport.write(plan, finished);
            tracking.complete();
            show(finished);
            return 0;
        } catch (StoppedTrainingException e) {
            tracking.stopped();
            console.error().println(e.getMessage() + "; " + options.again() + " to go on.");
            console.error().flush();
            return TrainingInterruption.CODE;
        }
    }

    private void show(Training.Finished finished) {
        if (options.json()) {
            console.out()
                    .println(JsonOption.text(new Outcome(
                            finished.files().folder().toString(),
                            finished.files().model().toString(),
                            finished.files().report().toString(),
                            finished.examinations())));
        } else {
            finished.examinations().forEach(this::show);
            console.out()
                    .println("The model is in "
                            + Watched.fromHere(finished.files().model()) + ", its card beside it in README.md");
            console.out()
                    .println(
                            "The report is " + Watched.fromHere(finished.files().report()));
        }
        console.out().flush();
    }

    private void show(Examination examination) {
        console.out().println("Test questions, " + examination.stage() + ":");
        Map<String, Score> rows = new LinkedHashMap<>(examination.byType());
        rows.put("all", examination.overall());
        rows.forEach((type, score) -> console.out()
                .println(String.format(
                        Locale.ROOT,
                        "  %-10s %5.1f %%  [%.1f, %.1f]  of %d",
                        type,
                        100 * score.share(),
                        100 * score.low(),
                        100 * score.high(),
                        score.asked())));
    }

    private void dryRun(TrainingPlan plan, Geometry geometry) {
        List<Planned> stages =
                plan.stages().stream().map(stage -> planned(stage, geometry)).toList();
        if (options.json()) {
            console.out()
                    .println(JsonOption.text(new DryRun(
                            plan.folder().toString(), geometry.vision().visualTokens(), geometry.layers(), stages)));
            return;
        }
        for (Planned stage : stages) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-10s %s, %d images a step, learning rate %s, %.1f visual tokens a layer on average (%s)",
                            stage.stage(),
                            stage.budget(),
                            stage.batchSize(),
                            stage.learningRate(),
                            stage.averageTokens(),
                            stage.reduction()));
        }
        console.out().println("Would train in " + Watched.fromHere(plan.folder()));
        console.out().flush();
    }

    private static Planned planned(StagePlan stage, Geometry geometry) {
        int visual = geometry.vision().visualTokens();
        double average = stage.reduction()
                .map(arm -> Arrays.stream(
                                arm.method().plan(geometry, visual).visualTokensPerLayer(geometry.layers(), visual))
                        .average()
                        .orElse(0))
                .orElse((double) visual);
        return new Planned(
                stage.kind().label(),
                stage.budget()
                        .steps()
                        .map(steps -> steps + " steps")
                        .orElseGet(() -> stage.budget().minutes().orElse(0.0) + " minutes"),
                stage.batchSize(),
                stage.optimiser().learningRate(),
                stage.reduction()
                        .map(arm -> arm.ranker() + ", " + arm.schedule())
                        .orElse("no reduction"),
                average);
    }
}
