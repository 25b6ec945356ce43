// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.InstantSource;
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
     * The run folder of a plan: its name, and a hash of what decides the result.
     *
     * @param plan the plan
     */
    public static Path folder(ExperimentPlan plan) {
        Digest digest = new Digest()
                .text(ArmKeys.canonical(plan.backbone().effective()))
                .text(ArmKeys.canonical(plan.dataset().effective()))
                .text(plan.decoding().toString())
                .text(Integer.toString(plan.batchSize()))
                .text(Long.toString(plan.seed()));
        plan.arms().forEach(arm -> digest.text(arm.name()).text(ArmKeys.canonical(arm.config())));
        return plan.output().resolve(plan.name() + "-" + digest.hex().substring(0, 8));
    }

    /**
     * How many questions a plan asks, every line of the data set read and checked.
     *
     * @param plan the plan
     * @throws dev.pdrop.spi.PdropException if there is none, or one is malformed
     */
    public static long questions(ExperimentPlan plan) {
        return Questions.count(plan.dataset());
    }

    /**
     * Runs a plan, continuing what its folder holds.
     *
     * @param plan what to run
     * @param fresh whether what the folder holds is thrown away first
     * @param listener watches
     * @throws dev.pdrop.spi.PdropException if it cannot go on; what was answered until then is kept
     */
    public Finished run(ExperimentPlan plan, boolean fresh, RunListener listener) {
        long questions = questions(plan);
        ArmKeys keys = new ArmKeys(plan);
        try (RunFolder folder = RunFolder.open(folder(plan), fresh);
                Journal journal = folder.journal()) {
            folder.write(RunFolder.EFFECTIVE_CONF, plan.effectiveText());
            try (Backbone backbone = plan.backbone().create()) {
                Manifest manifest = Manifest.of(plan, keys, backbone.facts(), questions, software, clock.instant());
                folder.write(RunFolder.MANIFEST, manifest.json());
                listener.opened(folder.path(), manifest);
                ExperimentRun run = new ExperimentRun(plan, backbone, journal, keys, listener, nanoTime);
                run.run(questions);
                Results results = run.results();
                folder.write(RunFolder.RESULTS_CSV, results.csv());
                folder.write(RunFolder.RESULTS, results.json());
                folder.write(
                        RunFolder.MANIFEST,
                        manifest.after(run.engineSeconds())
                                .finished(clock.instant())
                                .json());
                return new Finished(folder.path(), results);
            }
        }
    }
}
