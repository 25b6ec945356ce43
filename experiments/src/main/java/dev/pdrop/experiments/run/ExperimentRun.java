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
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Takes the questions of a plan through its arms, batch by batch, and journals the answers. Mutable; used by one
 * thread.
 *
 * <p>Answers that were given before, here or in a neighbouring run, are not computed again if they were given in the
 * same company: which examples share a batch decides the last digits of their numbers, so that a batch is found whole
 * or computed whole, and numbers depend neither on where an earlier run was interrupted nor on how many examples it
 * asked.
 */
final class ExperimentRun {

    private final ExperimentPlan plan;
    private final Backbone backbone;
    private final AnswerBook book;
    private final RunListener listener;
    private final Metric metric;
    private final BatchRun batchRun;
    private final EngineTime engine;
    private final Set<String> warm = new HashSet<>();

    /**
     * A run.
     *
     * @param plan what to run
     * @param backbone the plan's model, borrowed
     * @param book where answers are kept, borrowed
     * @param listener watches
     * @param engine measures what the model does
     * @param nanoTime the clock
     */
    ExperimentRun(
            ExperimentPlan plan,
            Backbone backbone,
            AnswerBook book,
            RunListener listener,
            EngineTime engine,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.backbone = backbone;
        this.book = book;
        this.listener = listener;
        this.engine = engine;
        this.metric = plan.dataset().metric().create();
        this.batchRun = new BatchRun(backbone, nanoTime, plan.decoding().maxNewTokens());
    }

    /**
     * Runs to the end.
     *
     * @param count how many questions there are
     */
    void run(long count) {
        listener.started(count * plan.arms().size());
        Batches<Question.Asked> batches =
                new Batches<>(plan.batchSize(), one -> one.prompt().layout());
        try {
            new Questions(plan.dataset(), plan.onError(), backbone).forEach(question -> {
                book.enter(question);
                if (question instanceof Question.Asked asked) {
                    batches.add(asked).ifPresent(this::answer);
                } else {
                    record((Question.Unasked) question);
                }
            });
            batches.rest().forEach(this::answer);
        } finally {
            listener.ended();
        }
    }

    private void record(Question.Unasked question) {
        QuestionBatch batch = QuestionBatch.of(List.of(question));
        for (ArmPlan arm : missing(batch)) {
            List<AnswerRecord> records = List.of(failed(arm, batch, question));
            book.write(records);
            listener.answered(arm.name(), 1);
            listener.recorded(() -> records);
        }
    }

    private void answer(List<Question.Asked> asked) {
        QuestionBatch batch = QuestionBatch.of(asked);
        List<ArmPlan> missing = missing(batch);
        if (missing.isEmpty()) {
            return;
        }
        try (VisualFeatures features = encode(asked)) {
            for (ArmPlan arm : missing) {
                List<AnswerRecord> records = answer(arm, batch, asked, features);
                book.write(records);
                listener.answered(arm.name(), asked.size());
                listener.recorded(() -> records);
            }
        } catch (InvalidImageException unusable) {
            askWithoutUnusable(asked, unusable);
        }
        book.spent(engine.take());
    }

    private List<ArmPlan> missing(QuestionBatch batch) {
        List<ArmPlan> missing = new ArrayList<>();
        for (ArmPlan arm : plan.arms()) {
            if (book.holds(arm, batch)) {
                listener.found(arm.name(), batch.size());
                listener.recorded(() -> book.records(arm, batch));
            } else {
                missing.add(arm);
            }
        }
        return missing;
    }

    private VisualFeatures encode(List<Question.Asked> asked) {
        List<Image> images = asked.stream()
                .flatMap(one -> one.prompt().images().stream())
                .distinct()
                .toList();
        return engine.of(() -> images.isEmpty() ? backbone.noFeatures() : backbone.encode(images, Set.of()));
    }

    /** Some image of a batch is of no use to the model: the rest makes a batch of its own. */
    private void askWithoutUnusable(List<Question.Asked> asked, InvalidImageException unusable) {
        List<Question.Asked> usable = new ArrayList<>();
        for (Question.Asked one : asked) {
            try {
                encode(List.of(one)).close();
                usable.add(one);
            } catch (InvalidImageException cause) {
                recordOrFail(one.example(), cause);
            }
        }
        if (usable.size() == asked.size()) {
            throw unusable;
        }
        if (!usable.isEmpty()) {
            answer(usable);
        }
    }

    private void recordOrFail(Example example, InvalidImageException cause) {
        PdropException located = Questions.located(example, cause);
        if (plan.onError() == OnError.FAIL) {
            throw located;
        }
        record(new Question.Unasked(example.id(), example.type(), String.valueOf(located.getMessage())));
    }

    private List<AnswerRecord> answer(
            ArmPlan arm, QuestionBatch batch, List<Question.Asked> asked, VisualFeatures features) {
        List<Prompt> prompts = asked.stream().map(Question.Asked::prompt).toList();
        List<String> ids = asked.stream().map(Question.Asked::id).toList();
        Seeds seeds = new Seeds(plan.seed(), arm.name(), AnswerBook.REPLICATE);
        List<Answer> answers = engine.of(() -> batchRun.answer(arm.method(), prompts, features, seeds, ids));
        boolean warmUp = warm.add(arm.name());
        List<AnswerRecord> records = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            records.add(record(arm, batch, asked.get(i), answers.get(i), warmUp));
        }
        return records;
    }

    private AnswerRecord record(ArmPlan arm, QuestionBatch batch, Question.Asked asked, Answer answer, boolean warmUp) {
        String text = backbone.text(answer.written().tokens());
        double score = metric.score(asked.example(), text);
        if (!(score >= 0 && score <= 1)) {
            throw new FailedRunException("expected the metric "
                    + plan.dataset().metric().name() + " to score from 0 to 1, found " + score + " for the example "
                    + asked.id() + " at " + asked.example().origin() + ": mend the metric or choose another one");
        }
        return new AnswerRecord(
                book.key(arm),
                arm.name(),
                AnswerBook.REPLICATE,
                asked.id(),
                batch.hash(),
                batch.size(),
                asked.input(),
                asked.type(),
                "",
                text,
                score,
                answer.written().tokens(),
                answer.written().logProbabilities(),
                asked.prompt().unknownWords(),
                answer.layers().stream().map(LayerOutcome::visualTokens).toList(),
                answer.layers().stream().map(LayerOutcome::keyValueTokens).toList(),
                answer.prefillNanos() / 1e6,
                answer.decodeNanos() / 1e6,
                warmUp);
    }

    private AnswerRecord failed(ArmPlan arm, QuestionBatch batch, Question.Unasked question) {
        return new AnswerRecord(
                book.key(arm),
                arm.name(),
                AnswerBook.REPLICATE,
                question.id(),
                batch.hash(),
                batch.size(),
                question.input(),
                question.type(),
                question.failure(),
                "",
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                false);
    }
}
