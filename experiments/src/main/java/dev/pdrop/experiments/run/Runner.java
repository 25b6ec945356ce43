// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.FailedRunException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Runs experiments: opens the run folder and the model, runs, and leaves the results behind. */
public final class Runner {

    /**
     * What a run left behind.
     *
     * @param folder the run folder
     * @param results its results
     */
    public record Finished(Path folder, Results results) {}

    private static final String THREADS = "threads";

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
     * How many questions a plan asks, every line of the data set read and checked.
     *
     * @param plan the plan
     * @throws dev.pdrop.spi.PdropException if there is none, or one is malformed and that is not to be recorded
     */
    public static long questions(ExperimentPlan plan) {
        return Questions.count(plan.dataset(), plan.onError());
    }

    /**
     * Runs a plan, continuing what its folder holds and taking over what its neighbours hold. A run that is refused
     * before its first answer leaves no folder behind.
     *
     * @param plan what to run
     * @param fresh whether what the folder holds is thrown away first, and nothing is taken over
     * @param listener watches
     * @throws dev.pdrop.spi.PdropException if it cannot go on; what was answered until then is kept
     */
    public Finished run(ExperimentPlan plan, boolean fresh, RunListener listener) {
        long questions = questions(plan);
        PlanContent content = new PlanContent(plan);
        try (RunFolder folder = RunFolder.open(content.folder(), fresh)) {
            try (Journal journal = folder.journal()) {
                return run(plan, content, questions, folder, journal, !fresh, listener);
            } catch (RuntimeException | Error failure) {
                discardIfEmpty(folder, failure);
                throw failure;
            }
        }
    }

    /** That a folder cannot be removed must not hide why the run ended. */
    private static void discardIfEmpty(RunFolder folder, Throwable failure) {
        try {
            folder.discardIfEmpty();
        } catch (FailedRunException stays) {
            failure.addSuppressed(stays);
        }
    }

    private Finished run(
            ExperimentPlan plan,
            PlanContent content,
            long questions,
            RunFolder folder,
            Journal journal,
            boolean takesOver,
            RunListener listener) {
        keepSettings(folder, plan.effectiveText());
        try (Backbone backbone = plan.backbone().create()) {
            folder.manifest().flatMap(before -> otherThreads(before, backbone)).ifPresent(listener::noted);
            ArmKeys keys = new ArmKeys(plan, content, backbone.facts());
            ManifestFile manifest = new ManifestFile(
                    folder,
                    Manifest.of(plan, keys, content, backbone.facts(), questions, software, clock.instant()),
                    clock);
            listener.opened(folder.path(), manifest.manifest());
            Results results;
            try (EarlierRuns earlier = new EarlierRuns(folder.path(), takesOver ? keys.all() : Set.of())) {
                AnswerBook book = new AnswerBook(keys, journal, earlier, manifest);
                new ExperimentRun(plan, backbone, book, listener, nanoTime).run(questions);
                results = new RunSummary(plan, book, backbone).results();
            }
            folder.write(RunFolder.RESULTS_CSV, results.csv());
            folder.write(RunFolder.RESULTS, results.json());
            manifest.complete();
            return new Finished(folder.path(), results);
        }
    }

    /** A run that is continued from its own effective.conf keeps it, since it alone says where settings came from. */
    private static void keepSettings(RunFolder folder, String settings) {
        if (!ConfigText.holdsTheSame(storedSettings(folder), settings)) {
            folder.write(RunFolder.EFFECTIVE_CONF, settings);
        }
    }

    /** Empty if there are none that can be read. */
    private static String storedSettings(RunFolder folder) {
        try {
            return Files.readString(folder.path().resolve(RunFolder.EFFECTIVE_CONF));
        } catch (IOException e) {
            return "";
        }
    }

    /** The number of threads decides the last digits, so what another number gave is not mixed in. */
    private static Optional<String> otherThreads(Manifest before, Backbone backbone) {
        String then = before.backbone().getOrDefault(THREADS, "");
        String now = backbone.facts().getOrDefault(THREADS, "");
        return then.isEmpty() || then.equals(now)
                ? Optional.empty()
                : Optional.of("The last process on this run had threads = " + then + ", this one has " + now
                        + ": last digits differ, so answers are kept apart; OMP_NUM_THREADS=" + then
                        + " goes on with those");
    }
}
