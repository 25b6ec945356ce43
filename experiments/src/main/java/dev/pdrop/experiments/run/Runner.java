// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.outcome.Detectable;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.BackboneFactory;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Runs experiments: takes hold of the run folder, and gives a run that can begin. */
public final class Runner {

    /**
     * What a run left behind.
     *
     * @param folder the run folder
     * @param results its results
     */
    public record Finished(Path folder, Results results) {}

    private final Software software;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * A runner.
     *
     * @param software which pdrop this is
     * @param clock tells the date
     * @param nanoTime measures spans
     */
    @Inject
    public Runner(Software software, InstantSource clock, LongSupplier nanoTime) {
        this.software = software;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * The run folder of a plan: its name, and a hash of what decides the result; reads the files of model and data set.
     *
     * @param plan the plan
     */
    public static Path folder(ExperimentPlan plan) {
        return new PlanContent(plan).folder();
    }

    /**
     * What a plan asks.
     *
     * @param questions how many
     * @param detectable what the answers will tell
     */
    public record Asks(long questions, Detectable detectable) {

        static Asks of(ExperimentPlan plan, Survey survey) {
            return new Asks(survey.questions(), Detectable.of(survey.onImages(), Compared.comparisons(plan)));
        }
    }

    /**
     * What a plan asks, every line of the data set read and checked.
     *
     * @param plan the plan
     * @throws dev.pdrop.spi.PdropException if there is no question, or one is malformed and that is not to be recorded
     */
    public static Asks asks(ExperimentPlan plan) {
        return Asks.of(plan, Survey.withoutPictures(plan.dataset(), plan.onError(), read -> {}));
    }

    /**
     * Takes hold of the run folder of a plan, making it if there is none: nobody else runs or sends it until the run is
     * closed. Reads the whole data set, its picture files included, and the files of the model.
     *
     * @param plan what to run
     * @param fresh whether what the folder holds is thrown away first, and nothing is taken over from its neighbours
     * @throws dev.pdrop.spi.PdropException if a question is malformed and that is not to be recorded, or another
     *     process holds the folder
     */
    public HeldRun hold(ExperimentPlan plan, boolean fresh) {
        return hold(plan, fresh, questions -> {});
    }

    /**
     * The same, unless the plan is larger than {@link GridLimit} allows.
     *
     * @throws dev.pdrop.experiments.config.InvalidConfigException if it is; then nothing was touched
     */
    public HeldRun holdWithinLimit(ExperimentPlan plan, boolean fresh) {
        return hold(plan, fresh, questions -> GridLimit.require(plan, questions));
    }

    private HeldRun hold(ExperimentPlan plan, boolean fresh, LongConsumer check) {
        prepare(plan);
        try (Ahead<Survey> survey =
                Ahead.of("pdrop-survey", () -> Survey.of(plan.dataset(), plan.onError()), unused -> {})) {
            PlanContent content = new PlanContent(plan);
            // Refused before there is a folder.
            Survey asked = survey.value();
            check.accept(asked.questions());
            RunFolder folder = RunFolder.open(content.folder(), fresh);
            return new HeldRun(this, plan, content, asked, folder, !fresh);
        }
    }

    /** Libraries load while files are read. What goes wrong comes up again when the model is opened. */
    private static void prepare(ExperimentPlan plan) {
        if (plan.backbone().factory() instanceof BackboneFactory<?> factory) {
            Thread ahead = new Thread(factory::prepare, "pdrop-libraries");
            ahead.setUncaughtExceptionHandler((thread, failure) -> {});
            ahead.setDaemon(true);
            ahead.start();
        }
    }

    Software software() {
        return software;
    }

    InstantSource clock() {
        return clock;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }
}
