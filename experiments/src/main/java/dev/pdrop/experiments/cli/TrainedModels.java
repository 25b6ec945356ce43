// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.report.Report;
import dev.pdrop.experiments.report.SquareReport;
import dev.pdrop.experiments.run.HeldRun;
import dev.pdrop.experiments.run.RunListener;
import dev.pdrop.experiments.run.Runner;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.train.ModelSketch;
import dev.pdrop.experiments.train.Training;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.square.Square;
import dev.pdrop.experiments.train.square.SquareAnswers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the models of a training experiment.
 *
 * @param injector wires what reads and runs experiments
 * @param console takes lines
 * @param quiet whether progress is kept to itself
 */
record TrainedModels(Injector injector, Console console, boolean quiet) {

    /** The arms whose training is not over yet, or was with other settings. */
    static List<String> missing(TrainingExperiment experiment) {
        return experiment.trainings().stream()
                .filter(plan -> !Training.isOver(plan))
                .map(TrainingPlan::name)
                .toList();
    }

    /**
     * Checks that the methods of the evaluation fit the models, so that it is known before hours of training.
     *
     * @param ahead the trainings that are still to come
     * @throws dev.pdrop.experiments.config.InvalidConfigException with every arm that does not fit
     */
    void requireFit(TrainingExperiment experiment, List<TrainingPlan> ahead) {
        experiment
                .evaluation()
                .ifPresent(
                        evaluation -> injector.getInstance(ModelSketch.class).requireFit(ahead, declared(evaluation)));
    }

    /** The arms without attached controls, which are made for each model anew. */
    private List<ArmPlan> declared(String evaluation) {
        ExperimentPlan plan = injector.getInstance(ExperimentReader.class).read(evaluation, List.of());
        return plan.arms().stream()
                .filter(arm -> !plan.controls().attached(arm.name()))
                .toList();
    }

    /** Asks every model, or finds what it answered, and writes what came out. */
    Square ask(TrainingExperiment experiment) {
        List<StoredRun> runs = new ArrayList<>();
        if (experiment.evaluation().isPresent()) {
            for (TrainingPlan training : experiment.trainings()) {
                ExperimentPlan plan = plan(experiment, experiment.evaluation().get(), training);
                runs.add(ask(plan));
            }
        }
        Optional<SquareAnswers> answers = experiment.evaluation().map(unused -> new SquareAnswers(runs));
        Square square = Square.of(experiment, injector.getInstance(ModelSketch.class)::geometry, answers);
        WholeFile.write(
                experiment.results(), output -> output.write(square.json().getBytes(StandardCharsets.UTF_8)));
        SquareReport.write(experiment.report(), square);
        return square;
    }

    private ExperimentPlan plan(TrainingExperiment experiment, String evaluation, TrainingPlan training) {
        return injector.getInstance(ExperimentReader.class)
                .read(
                        evaluation,
                        List.of(
                                "name=" + ConfigUtil.quoteString(training.name()),
                                "backbone.model=" + quoted(new TrainingFiles(training.folder()).model()),
                                "output=" + quoted(experiment.runs())));
    }

    private static String quoted(Path path) {
        return ConfigUtil.quoteString(path.toString());
    }

    private StoredRun ask(ExperimentPlan plan) {
        if (!quiet) {
            console.error().println(plan.name() + ": " + plan.question());
        }
        RunListener progress = quiet ? new Silence(console) : new ProgressLine(console, plan.asked(), System::nanoTime);
        try (HeldRun run = injector.getInstance(Runner.class).hold(plan, false)) {
            Runner.Finished finished = new Watched(console, progress)
                    .run(run, "what was answered is kept: run the same command again to continue");
            StoredRun stored = StoredRun.read(finished.folder());
            Report.write(stored);
            return stored;
        }
    }
}
