// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.tree.AblationTree;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidDataException;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.VisualFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Takes the questions of a plan, shown in one way, through the arms that show them so, batch by batch, and journals the
 * answers. Mutable; used by one thread.
 *
 * <p>Answers that were given before, here or in a neighbouring run, are not computed again if they were given in the
 * same company: which examples share a batch decides the last digits of their numbers, so that a batch is found whole
 * or computed whole, and numbers depend neither on where an earlier run was interrupted nor on how many examples it
 * asked.
 */
final class ExperimentRun {

    private final ExperimentPlan plan;
    private final InputTransform input;
    private final List<ArmReplicate> arms;
    private final Backbone backbone;
    private final AnswerBook book;
    private final RunListener listener;
    private final Metric metric;
    private final BatchRun apart;
    private final AblationTree tree;
    private final EngineTime engine;
    private final Set<String> warm = new HashSet<>();
    private final Map<String, Question.Asked> waiting = new HashMap<>();
    private final Companies companies;

    /**
     * A run.
     *
     * @param plan what to run
     * @param input what the arms show
     * @param backbone the plan's model, borrowed
     * @param book where answers are kept, borrowed
     * @param listener watches
     * @param engine measures what the model does
     * @param nanoTime the clock
     */
    ExperimentRun(
            ExperimentPlan plan,
            InputTransform input,
            Backbone backbone,
            AnswerBook book,
            RunListener listener,
            EngineTime engine,
            LongSupplier nanoTime) {
        this.plan = plan;
        this.input = input;
        this.arms = plan.arms().stream()
                .filter(arm -> arm.input().equals(input))
                .flatMap(arm -> ArmReplicate.of(arm).stream())
                .toList();
        this.backbone = backbone;
        this.book = book;
        this.listener = listener;
        this.engine = engine;
        this.metric = plan.dataset().metric().create();
        this.apart = new BatchRun(backbone, nanoTime, plan.decoding().maxNewTokens());
        this.tree = new AblationTree(
                backbone,
                nanoTime,
                plan.decoding().maxNewTokens(),
                arms.stream().map(one -> one.forEngine(plan.seed())).toList());
        this.companies = companies();
    }

    /** Takes the next question; it may be answered later, in company. */
    void ask(Question question) {
        book.enter(input, question);
        if (question instanceof Question.Asked asked) {
            wait(asked);
            companies.add(asked.forEngine()).ifPresent(this::answer);
        } else {
            record((Question.Unasked) question);
        }
    }

    /** Answers what is waiting. */
    void finish() {
        companies.rest().forEach(this::answer);
    }

    private Companies companies() {
        return new Companies(Batching.of(plan, backbone)::prompts, plan.engine().sharing());
    }

    private void wait(Question.Asked asked) {
        if (waiting.put(asked.id(), asked) != null) {
            throw new InvalidDataException(
                    asked.example().origin() + ": expected an id that no other example has, found '" + asked.id()
                            + "' again: give each example an id of its own");
        }
    }

    private void record(Question.Unasked question) {
        QuestionBatch batch = QuestionBatch.of(List.of(question));
        for (ArmReplicate one : missing(batch)) {
            List<AnswerRecord> records = List.of(failed(one, batch, question));
            book.write(records);
            listener.answered(one.label(), 1);
            listener.recorded(() -> records);
        }
    }

    private void answer(Company company) {
        List<QuestionBatch> batches = QuestionBatch.of(company, waiting);
        List<List<ArmReplicate>> missing = batches.stream().map(this::missing).toList();
        if (missing.stream().allMatch(List::isEmpty)) {
            forget(company);
            return;
        }
        try (VisualFeatures features = encode(company.questions())) {
            if (plan.engine().sharing()) {
                together(company, batches, missing, features);
            } else {
                oneByOne(company, batches, missing, features);
            }
            forget(company);
        } catch (InvalidImageException unusable) {
            askWithoutUnusable(company.questions(), unusable);
        }
        book.spent(engine.take());
    }

    /** Each arm's answers are kept as soon as they are there: an interruption costs the way that was being gone. */
    private void together(
            Company company, List<QuestionBatch> batches, List<List<ArmReplicate>> missing, VisualFeatures features) {
        engine.run(() -> tree.answer(
                company,
                features,
                (arm, group) -> missing.get(group).contains(arms.get(arm)),
                given -> engine.pause(() -> keep(
                        arms.get(given.arm()),
                        batches.get(given.group()),
                        company.groups().get(given.group()).questions(),
                        given.answers()))));
    }

    private void oneByOne(
            Company company, List<QuestionBatch> batches, List<List<ArmReplicate>> missing, VisualFeatures features) {
        for (int group = 0; group < batches.size(); group++) {
            List<Asked> asked = company.groups().get(group).questions();
            for (ArmReplicate one : missing.get(group)) {
                List<Answer> answers =
                        engine.of(() -> apart.answer(one.arm().method(), asked, features, one.seeds(plan.seed())));
                keep(one, batches.get(group), asked, answers);
            }
        }
    }

    private void keep(ArmReplicate one, QuestionBatch batch, List<Asked> asked, List<Answer> answers) {
        boolean warmUp = warm.add(one.label());
        List<AnswerRecord> records = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            records.add(record(one, batch, question(asked.get(i)), answers.get(i), warmUp));
        }
        book.write(records);
        book.spent(engine.take());
        listener.answered(one.label(), asked.size());
        listener.recorded(() -> records);
    }

    private Question.Asked question(Asked asked) {
        return Objects.requireNonNull(waiting.get(asked.id()), "an answer without a question: " + asked.id());
    }

    private void forget(Company company) {
        company.questions().forEach(one -> waiting.remove(one.id()));
    }

    private List<ArmReplicate> missing(QuestionBatch batch) {
        List<ArmReplicate> missing = new ArrayList<>();
        for (ArmReplicate one : arms) {
            if (book.holds(one, batch)) {
                listener.found(one.label(), batch.size());
                listener.recorded(() -> book.records(one, batch));
            } else {
                missing.add(one);
            }
        }
        return missing;
    }

    private VisualFeatures encode(List<Asked> asked) {
        return engine.of(() -> Asked.encode(backbone, asked));
    }

    /** Some image of a company is of no use to the model: the rest makes companies of its own. */
    private void askWithoutUnusable(List<Asked> asked, InvalidImageException unusable) {
        List<Asked> usable = new ArrayList<>();
        for (Asked one : asked) {
            try {
                encode(List.of(one)).close();
                usable.add(one);
            } catch (InvalidImageException cause) {
                recordOrFail(question(one).example(), cause);
                waiting.remove(one.id());
            }
        }
        if (usable.size() == asked.size()) {
            throw unusable;
        }
        Companies again = companies();
        usable.forEach(one -> again.add(one).ifPresent(this::answer));
        again.rest().forEach(this::answer);
    }

    private void recordOrFail(Example example, InvalidImageException cause) {
        PdropException located = Questions.located(example, cause);
        if (plan.onError() == OnError.FAIL) {
            throw located;
        }
        record(Question.Unasked.of(example, located));
    }

    private AnswerRecord record(
            ArmReplicate one, QuestionBatch batch, Question.Asked asked, Answer answer, boolean warmUp) {
        String text = backbone.text(answer.written().tokens());
        double score = metric.score(asked.example(), text);
        if (!(score >= 0 && score <= 1)) {
            throw new FailedRunException("expected the metric "
                    + plan.dataset().metric().name() + " to score from 0 to 1, found " + score + " for the example "
                    + asked.id() + " at " + asked.example().origin() + ": mend the metric or choose another one");
        }
        return new AnswerRecord(
                book.key(one.arm()),
                one.arm().name(),
                one.number(),
                asked.id(),
                batch.hash(),
                batch.size(),
                asked.input(),
                asked.images(),
                asked.type(),
                "",
                text,
                score,
                answer.written().tokens(),
                answer.written().logProbabilities(),
                asked.prompt().unknownWords(),
                asked.prompt().layout().visualTokens(),
                answer.layers().stream().map(LayerOutcome::visualTokens).toList(),
                answer.layers().stream().map(LayerOutcome::keyValueTokens).toList(),
                answer.prefillNanos() / 1e6,
                answer.decodeNanos() / 1e6,
                warmUp);
    }

    private AnswerRecord failed(ArmReplicate one, QuestionBatch batch, Question.Unasked question) {
        return new AnswerRecord(
                book.key(one.arm()),
                one.arm().name(),
                one.number(),
                question.id(),
                batch.hash(),
                batch.size(),
                question.input(),
                question.images(),
                question.type(),
                question.failure(),
                "",
                0,
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                0,
                0,
                false);
    }
}
