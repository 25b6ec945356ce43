// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Takes the questions of a plan through all of its arms: those to which one thing is shown share a tree, and each
 * question streams by once. Mutable; used once, by one thread.
 */
final class InputRuns {

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final RunListener listener;
    private final Map<InputTransform, ExperimentRun> runs = new TreeMap<>();

    /**
     * Runs.
     *
     * @param plan what to run
     * @param backbone the plan's model, borrowed
     * @param book where answers are kept, borrowed
     * @param listener watches
     * @param engine measures what the model does
     * @param nanoTime the clock
     */
    InputRuns(
            ExperimentPlan plan,
            Backbone backbone,
            AnswerBook book,
            RunListener listener,
            EngineTime engine,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.backbone = backbone;
        this.listener = listener;
        plan.arms().stream()
                .map(ArmPlan::input)
                .distinct()
                .forEach(input ->
                        runs.put(input, new ExperimentRun(plan, input, backbone, book, listener, engine, nanoTime)));
    }

    /**
     * Runs to the end.
     *
     * @param count how many questions there are
     */
    void run(long count) {
        listener.started(count * plan.asked());
        new Questions(plan.dataset(), plan.onError(), backbone, plan.arms())
                .forEach(runs.keySet(), (input, question) -> run(input).ask(question));
        runs.values().forEach(ExperimentRun::finish);
    }

    private ExperimentRun run(InputTransform input) {
        return Objects.requireNonNull(runs.get(input));
    }
}
