// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Injector;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.report.TrainingReport;
import dev.pdrop.experiments.run.RunModule;
import dev.pdrop.experiments.run.Software;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.tracking.TrackingChoice;
import dev.pdrop.experiments.tracking.TrainingTracking;
import dev.pdrop.experiments.train.Beginnings;
import dev.pdrop.experiments.train.CurvePoint;
import dev.pdrop.experiments.train.Examination;
import dev.pdrop.experiments.train.ModelSketch;
import dev.pdrop.experiments.train.Score;
import dev.pdrop.experiments.train.Stop;
import dev.pdrop.experiments.train.StoppedTrainingException;
import dev.pdrop.experiments.train.TrainModule;
import dev.pdrop.experiments.train.Training;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.experiments.train.TrainingListener;
import dev.pdrop.experiments.train.TrainingListeners;
import dev.pdrop.experiments.train.plan.TrainingExperiment;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.experiments.train.plan.TrainingReader;
import dev.pdrop.experiments.train.square.Square;
import dev.pdrop.spi.Floor;
import dev.pdrop.spi.PdropException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pdrop train}: a model from nothing to a folder with its card. */
@Command(
        name = "train",
        sortOptions = false,
        description = "Train a model, or go on with a training where it was interrupted.")
final class TrainCommand implements Callable<Integer> {

    /** By which the engine is told its threads before it starts. */
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    /** The row of all types together. */
    private static final String ALL = "all";

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "TRAINING", description = "A training file, or the name of one of pdrop list.")
    private String file = "";

    @Option(
            names = "--arm",
            paramLabel = "NAME",
            description = "Of a file with arms, train only this one; may be given more than once.")
    private List<String> arms = new ArrayList<>();

    @Mixin
    private WorkOptions options = new WorkOptions();

    /** What came out, for machines. */
    private record Outcome(
            String folder, String model, String report, List<Examination> examinations, List<Floor> floors) {}

    TrainCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        Injector injector = toolkit.injector(new RunModule(Software.installed()), new TrainModule());
        TrainingReader reader = injector.getInstance(TrainingReader.class);
        Optional<TrainingExperiment> experiment =
                reader.experiment(file, options.settings().overrides());
        List<TrainingPlan> plans = experiment
                .map(this::chosen)
                .orElseGet(
                        () -> List.of(one(reader.read(file, options.settings().overrides()))));
        plans.get(0).threads().ifPresent(threads -> System.setProperty(THREADS, Integer.toString(threads)));
        Training training = injector.getInstance(Training.class);
        TrainedModels models = new TrainedModels(injector, console, options.quiet());
        experiment.ifPresent(several -> models.requireFit(several, ahead(several, plans)));
        if (options.dryRun()) {
            dryRun(plans, experiment.isPresent(), injector.getInstance(ModelSketch.class));
            return 0;
        }
        Optional<Beginnings> beginnings =
                experiment.map(several -> new Beginnings(several.beginnings(), Software.installed(), options.fresh()));
        int code = train(training, plans, beginnings);
        if (code == 0) {
            experiment.ifPresent(several -> compare(several, models));
        }
        return code;
    }

    private TrainingPlan one(TrainingPlan plan) {
        if (!arms.isEmpty()) {
            throw new InvalidConfigException(
                    new SourceLocation("--arm " + arms.get(0), 0),
                    "",
                    "expected a training file with arms, found none in " + file + "; leave out --arm");
        }
        return plan;
    }

    /** Those that are not over, or are to begin anew. */
    private List<TrainingPlan> ahead(TrainingExperiment experiment, List<TrainingPlan> plans) {
        if (options.fresh()) {
            return plans;
        }
        List<String> missing = TrainedModels.missing(experiment);
        return plans.stream().filter(plan -> missing.contains(plan.name())).toList();
    }

    /** Of an experiment's trainings those that were asked for. */
    private List<TrainingPlan> chosen(TrainingExperiment experiment) {
        List<String> names =
                experiment.trainings().stream().map(TrainingPlan::name).toList();
        ConfigProblems problems = new ConfigProblems();
        for (String arm : arms) {
            if (!names.contains(arm)) {
                problems.add(
                        new SourceLocation("--arm " + arm, 0),
                        "",
                        "unknown arm; " + NearestName.hint(arm, names, "arms of " + file));
            }
        }
        problems.throwIfAny();
        return experiment.trainings().stream()
                .filter(plan -> arms.isEmpty() || arms.contains(plan.name()))
                .toList();
    }

    private int train(Training training, List<TrainingPlan> plans, Optional<Beginnings> beginnings) {
        TrainingListener listener = options.quiet() ? new TrainingSilence(console) : new TrainingLines(console);
        Stop stop = new Stop();
        TrainingInterruption interruption = TrainingInterruption.watch(console.error(), stop);
        try {
            if (options.fresh()) {
                // All of them before the first begins: what is left of an interruption must not be taken for finished.
                training.discard(plans);
            }
            int code = 0;
            for (int next = 0; next < plans.size() && code == 0; next++) {
                if (!options.quiet()) {
                    console.error()
                            .println(plans.get(next).name() + ": "
                                    + plans.get(next).purpose());
                }
                code = train(training, plans.get(next), beginnings, listener, stop);
            }
            return code;
        } finally {
            interruption.over();
        }
    }

    private int train(
            Training training,
            TrainingPlan plan,
            Optional<Beginnings> beginnings,
            TrainingListener listener,
            Stop stop) {
        try (TrainingTracking tracking =
                new TrackingChoice(toolkit.environment()).begin(plan, new NoticeLines(console, options.quiet()))) {
            Begun begun = new Begun();
            TrainingListener all = new TrainingListeners(List.of(begun, listener, tracking));
            boolean shown = beginnings.isEmpty() || !options.json();
            return outcome(plan, () -> training.run(plan, beginnings, false, all, stop), tracking, shown, begun);
        }
    }

    private int outcome(
            TrainingPlan plan, Supplier<Training.Finished> run, TrainingTracking tracking, boolean shown, Begun begun) {
        try {
            Training.Finished finished = run.get();
            if (finished.before() && !options.quiet()) {
                console.error().println("This training is finished; --fresh trains anew.");
                console.error().flush();
            }
            TrainingReport.write(plan, finished);
            tracking.complete();
            if (shown) {
                show(finished);
            }
            return 0;
        } catch (StoppedTrainingException e) {
            tracking.stopped();
            begun.report(plan, e);
            console.error().println(e.getMessage() + "; " + options.again() + " to go on.");
            console.error().flush();
            return TrainingInterruption.CODE;
        } catch (PdropException e) {
            begun.report(plan, e);
            throw e;
        }
    }

    /** Whether this process has taken steps: one that was refused has nothing to report. */
    private static final class Begun implements TrainingListener {

        private boolean begun;

        @Override
        public void noted(String line) {}

        @Override
        public void entered(String stage, int step, int steps) {
            begun = true;
        }

        @Override
        public void moved(CurvePoint point, double secondsLeft) {}

        @Override
        public void examined(Examination examination) {}

        /** What stopped the training may well keep the report from being written, too. */
        void report(TrainingPlan plan, RuntimeException stopped) {
            if (!begun || Files.exists(new TrainingFiles(plan.folder()).card())) {
                return;
            }
            try {
                TrainingReport.writeUnfinished(plan);
            } catch (PdropException e) {
                stopped.addSuppressed(e);
            }
        }
    }

    /** Says which trainings are still to come, or asks the trained models. */
    private void compare(TrainingExperiment experiment, TrainedModels models) {
        List<String> missing = TrainedModels.missing(experiment);
        if (!missing.isEmpty()) {
            console.out()
                    .println("Still to be trained before they are compared: " + String.join(", ", missing)
                            + "; run the same command without --arm");
            console.out().flush();
            return;
        }
        Square square = models.ask(experiment);
        if (options.json()) {
            console.out().print(square.json());
        } else {
            console.out().println();
            console.out().print(square.table());
            console.out().println("The report is " + ShortPath.of(experiment.report()));
        }
        console.out().flush();
    }

    private void show(Training.Finished finished) {
        if (options.json()) {
            console.out()
                    .println(JsonOption.text(new Outcome(
                            finished.files().folder().toString(),
                            finished.files().model().toString(),
                            finished.files().report().toString(),
                            finished.examinations(),
                            finished.floors())));
        } else {
            finished.examinations().forEach(examination -> show(examination, finished.floors()));
            console.out()
                    .println("The model is in " + ShortPath.of(finished.files().model())
                            + ", its card beside it in README.md");
            console.out()
                    .println("The report is " + ShortPath.of(finished.files().report()));
        }
        console.out().flush();
    }

    private void show(Examination examination, List<Floor> floors) {
        console.out().println("Test questions, " + examination.stage() + ":");
        Map<String, Score> rows = new LinkedHashMap<>(examination.byType());
        rows.put(ALL, examination.overall());
        rows.forEach((type, score) -> console.out()
                .println(String.format(
                        Locale.ROOT,
                        "  %-10s %5.1f %%  [%.1f, %.1f]  of %d%s",
                        type,
                        100 * score.share(),
                        100 * score.low(),
                        100 * score.high(),
                        score.asked(),
                        highest(floors, type, type.equals(ALL)))));
    }

    private static String highest(List<Floor> floors, String type, boolean all) {
        return floors.stream()
                .max(Comparator.comparing(floor -> floor(floor, type, all)))
                .map(floor ->
                        String.format(Locale.ROOT, ", %s alone %.1f %%", floor.name(), 100 * floor(floor, type, all)))
                .orElse("");
    }

    private static double floor(Floor floor, String type, boolean all) {
        return all ? floor.overall() : floor.byType().getOrDefault(type, 0.0);
    }

    private void dryRun(List<TrainingPlan> plans, boolean several, ModelSketch models) {
        List<TrainingPreview> previews = plans.stream()
                .map(plan -> TrainingPreview.of(plan, models.geometry(plan)))
                .toList();
        if (options.json()) {
            console.out().println(JsonOption.text(several ? previews : previews.get(0)));
        } else {
            for (TrainingPreview preview : previews) {
                if (several) {
                    console.out().println(preview.name() + ":");
                }
                preview.print(console.out());
            }
        }
        console.out().flush();
    }
}
