// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.measure.Measured;
import dev.pdrop.engine.measure.Stopwatch;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.MeasureSettings;
import dev.pdrop.spi.Backbone;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Times the arms of a run behind its answers, where it is asked to, and not again what it has timed before. */
final class Timekeeper {

    private static final String MEMORY =
            "most resident memory of the whole process (VmHWM of Linux, reset before each pass); - where the system does"
                    + " not tell";

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final ArmKeys keys;
    private final RunFolder folder;

    /**
     * A keeper of time.
     *
     * @param plan what ran
     * @param backbone the plan's model, borrowed
     * @param keys of the plan's arms
     * @param folder of the run, borrowed
     */
    Timekeeper(ExperimentPlan plan, Backbone backbone, ArmKeys keys, RunFolder folder) {
        this.plan = plan;
        this.backbone = backbone;
        this.keys = keys;
        this.folder = folder;
    }

    /**
     * Measures.
     *
     * @param nanoTime the clock
     */
    void measure(LongSupplier nanoTime) {
        plan.measure().ifPresent(settings -> measure(settings, nanoTime));
    }

    private void measure(MeasureSettings settings, LongSupplier nanoTime) {
        FirstQuestions first = FirstQuestions.of(plan, backbone, InputTransform.ORIGINAL);
        String key = key(settings, first);
        if (folder.measured().flatMap(before -> before.under(key)).isEmpty()) {
            first.use(questions -> measured(settings, questions, nanoTime))
                    .map(times -> Json.text(new MeasuredRun(key, MEMORY, times)))
                    .ifPresent(text -> folder.write(RunFolder.MEASURED, text));
        }
    }

    private Optional<Measured> measured(
            MeasureSettings settings, List<Question.Asked> questions, LongSupplier nanoTime) {
        if (questions.isEmpty()) {
            return Optional.empty();
        }
        int steps = Math.max(1, plan.decoding().maxNewTokens() - 1);
        return Optional.of(new Stopwatch(backbone, nanoTime, new ResidentMemory(), steps)
                .measure(arms(), alike(questions), settings.warmup(), settings.repeats()));
    }

    private String key(MeasureSettings settings, FirstQuestions first) {
        Digest digest = new Digest().text(settings.toString()).text(first.hash());
        plan.arms().forEach(arm -> digest.text(keys.of(arm)));
        return digest.text(Machine.ofProcess().toString()).hex();
    }

    /** Those that show something else would be timed on other prompts. */
    private List<NamedArm> arms() {
        return plan.arms().stream()
                .filter(arm -> arm.input().equals(InputTransform.ORIGINAL))
                .map(arm -> new NamedArm(arm.name(), arm.method(), new ArmReplicate(arm, 0).seeds(plan.seed())))
                .toList();
    }

    /** Those of one layout, so that rounds compare. */
    private static List<Asked> alike(List<Question.Asked> questions) {
        List<Asked> all = questions.stream().map(Question.Asked::forEngine).toList();
        return all.stream()
                .filter(one -> one.prompt().layout().equals(all.get(0).prompt().layout()))
                .toList();
    }
}
