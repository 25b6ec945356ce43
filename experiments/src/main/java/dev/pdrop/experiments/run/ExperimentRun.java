// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.Batches;
import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.Seeds;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Takes the questions of a plan through its arms, batch by batch, and journals the answers.
 *
 * <p>Answers that the journal holds are not computed again; a batch that it holds in part is computed again whole, so
 * that numbers never depend on where an earlier run was interrupted.
 */
final class ExperimentRun {

    /** One replicate an arm: random rankers draw once. */
    private static final int REPLICATE = 0;

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final Journal journal;
    private final RunListener listener;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Metric metric;
    private final BatchRun batchRun;
    private final LongSupplier nanoTime;
    private final List<Question> questions = new ArrayList<>();
    private long engineNanos;

    /**
     * A run.
     *
     * @param plan what to run
     * @param backbone the plan's model, borrowed
     * @param journal where answers are kept, borrowed
     * @param armKeys keys of the plan's arms
     * @param listener watches
     * @param nanoTime the clock
     */
    ExperimentRun(
            ExperimentPlan plan,
            Backbone backbone,
            Journal journal,
            ArmKeys armKeys,
            RunListener listener,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.backbone = backbone;
        this.journal = journal;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.metric = plan.dataset().metric().create();
        this.batchRun = new BatchRun(backbone, nanoTime, plan.decoding().maxNewTokens());
        plan.arms().forEach(arm -> keys.put(arm.name(), armKeys.of(arm)));
    }

    /**
     * Runs to the end.
     *
     * @param count how many questions there are
     */
    void run(long count) {
        listener.started(count * plan.arms().size());
        Batches<Asked> batches =
                new Batches<>(plan.batchSize(), one -> one.prompt().layout());
        try (Stream<Asked> all = new Questions(plan.dataset(), backbone).stream()) {
            all.forEach(one -> {
                questions.add(Question.of(one));
                batches.add(one).ifPresent(this::answer);
            });
            batches.rest().forEach(this::answer);
        } finally {
            listener.ended();
        }
    }

    /** The results of the examples that were run. */
    Results results() {
        Map<String, List<AnswerRecord>> byArm = new LinkedHashMap<>();
        plan.arms().forEach(arm -> byArm.put(arm.name(), recordsOf(arm)));
        int visualTokens = backbone.geometry().vision().visualTokens();
        Map<String, String> reference = plan.arms().stream()
                .filter(arm -> arm.method()
                        .plan(backbone.geometry(), visualTokens)
                        .stages()
                        .isEmpty())
                .findFirst()
                .map(full -> answers(byArm.getOrDefault(full.name(), List.of())))
                .orElse(Map.of());
        int bytes = "float32".equals(backbone.facts().get("dtype")) ? Float.BYTES : Short.BYTES;
        return new Results(
                plan.arms().stream()
                        .map(arm -> ArmResult.of(
                                arm, byArm.getOrDefault(arm.name(), List.of()), reference, backbone.geometry(), bytes))
                        .toList(),
                visualTokens,
                byArm.values().stream()
                        .flatMap(List::stream)
                        .flatMap(one -> one.unknownWords().stream())
                        .distinct()
                        .toList());
    }

    /** Seconds in the engine: encoding and answering, without start, reading of files and reports. */
    double engineSeconds() {
        return engineNanos / 1e9;
    }

    private List<AnswerRecord> recordsOf(ArmPlan arm) {
        String key = key(arm);
        return questions.stream()
                .flatMap(question -> journal.find(question.key(key)).stream())
                .toList();
    }

    private String key(ArmPlan arm) {
        return Objects.requireNonNull(keys.get(arm.name()));
    }

    private static Map<String, String> answers(List<AnswerRecord> records) {
        Map<String, String> answers = new LinkedHashMap<>();
        records.forEach(one -> answers.put(one.example(), one.answer()));
        return answers;
    }

    private void answer(List<Asked> batch) {
        List<ArmPlan> missing = plan.arms().stream()
                .filter(arm -> journalled(arm, batch).size() < batch.size())
                .toList();
        plan.arms().stream().filter(arm -> !missing.contains(arm)).forEach(arm -> {
            listener.found(arm.name(), batch.size());
            listener.recorded(() -> journalled(arm, batch));
        });
        if (missing.isEmpty()) {
            return;
        }
        List<Image> images = batch.stream()
                .flatMap(asked -> asked.prompt().images().stream())
                .distinct()
                .toList();
        long start = nanoTime.getAsLong();
        try (VisualFeatures features = images.isEmpty() ? backbone.noFeatures() : backbone.encode(images, Set.of())) {
            for (ArmPlan arm : missing) {
                List<AnswerRecord> records = answer(arm, batch, features);
                journal.append(records);
                listener.answered(arm.name(), batch.size());
                listener.recorded(() -> records);
            }
        }
        engineNanos += nanoTime.getAsLong() - start;
    }

    private List<AnswerRecord> journalled(ArmPlan arm, List<Asked> batch) {
        String key = key(arm);
        return batch.stream()
                .flatMap(asked -> journal.find(Question.of(asked).key(key)).stream())
                .toList();
    }

    private List<AnswerRecord> answer(ArmPlan arm, List<Asked> batch, VisualFeatures features) {
        List<Prompt> prompts = batch.stream().map(Asked::prompt).toList();
        List<String> ids = batch.stream().map(asked -> asked.example().id()).toList();
        List<Answer> answers =
                batchRun.answer(arm.method(), prompts, features, new Seeds(plan.seed(), arm.name(), REPLICATE), ids);
        List<AnswerRecord> records = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            records.add(entry(arm, batch.get(i), answers.get(i)));
        }
        return records;
    }

    private AnswerRecord entry(ArmPlan arm, Asked asked, Answer answer) {
        String text = backbone.text(answer.written().tokens());
        return new AnswerRecord(
                key(arm),
                arm.name(),
                REPLICATE,
                asked.example().id(),
                asked.input(),
                text,
                metric.score(asked.example(), text),
                answer.written().tokens(),
                answer.written().logProbabilities(),
                asked.prompt().unknownWords(),
                answer.layers().stream().map(LayerOutcome::visualTokens).toList(),
                answer.layers().stream().map(LayerOutcome::keyValueTokens).toList(),
                answer.prefillNanos() / 1e6,
                answer.decodeNanos() / 1e6);
    }

    /** What is remembered of a question that has gone by: not its picture. */
    private record Question(String example, String input) {

        static Question of(Asked asked) {
            return new Question(asked.example().id(), asked.input());
        }

        AnswerRecord.Key key(String armKey) {
            return new AnswerRecord.Key(armKey, REPLICATE, example, input);
        }
    }
}
