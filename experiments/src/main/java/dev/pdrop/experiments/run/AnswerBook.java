// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.experiments.plan.ArmPlan;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The answers to the questions of one run: looked up in its journal, taken over from neighbouring runs, or written
 * anew.
 *
 * <p>What is taken over is copied, so that a run folder is whole by itself. Mutable; used by one thread.
 */
final class AnswerBook {

    private final ArmKeys keys;
    private final Journal journal;
    private final EarlierRuns earlier;
    private final ManifestFile manifest;
    private final Map<InputTransform, Map<String, String>> batches = new HashMap<>();

    /**
     * A book.
     *
     * @param keys of the plan's arms
     * @param journal of the run, borrowed
     * @param earlier neighbouring runs, borrowed
     * @param manifest of the run
     */
    AnswerBook(ArmKeys keys, Journal journal, EarlierRuns earlier, ManifestFile manifest) {
        this.keys = keys;
        this.journal = journal;
        this.earlier = earlier;
        this.manifest = manifest;
    }

    /** The key of an arm. */
    String key(ArmPlan arm) {
        return keys.of(arm);
    }

    /** Questions come in an order, which is that of the results; their batches may come in another. */
    void enter(InputTransform input, Question question) {
        batches(input).put(question.id(), "");
    }

    /** For each question that is shown in one way, the batch in which it is asked. */
    private Map<String, String> batches(InputTransform input) {
        return batches.computeIfAbsent(input, none -> new LinkedHashMap<>());
    }

    /** Whether an arm has answered these questions in this company before. */
    boolean holds(ArmReplicate replicate, QuestionBatch batch) {
        batch.ids().forEach(id -> batches(replicate.arm().input()).put(id, batch.hash()));
        AnswerRecord.BatchKey wanted = batch.key(key(replicate.arm()), replicate.number());
        if (journal.holds(wanted, batch.ids())) {
            if (!journal.endsWith(wanted)) {
                // The questions were others in between, such as with another picture: readers go by the last record.
                write(records(replicate, batch));
            }
            return true;
        }
        List<AnswerRecord> given = earlier.find(wanted, batch.ids());
        if (given.isEmpty()) {
            return false;
        }
        write(given);
        return true;
    }

    /** What an arm has answered to these questions in this company, if the book holds it. */
    List<AnswerRecord> records(ArmReplicate replicate, QuestionBatch batch) {
        return journal.find(batch.key(key(replicate.arm()), replicate.number()), batch.ids());
    }

    /** Keeps what an arm has answered to a batch. */
    void write(List<AnswerRecord> records) {
        manifest.incomplete();
        journal.append(records);
    }

    /** So much time was spent in the engine. */
    void spent(double seconds) {
        manifest.spent(seconds);
    }

    /**
     * The answers of an arm, in the order of the questions, to each all replicates in turn; read as they are consumed.
     */
    Stream<AnswerRecord> records(ArmPlan arm) {
        String key = key(arm);
        return batches(arm.input()).entrySet().stream()
                .flatMap(one -> IntStream.range(0, arm.replicates())
                        .mapToObj(replicate -> new AnswerRecord.Key(key, replicate, one.getKey(), one.getValue())))
                .map(one -> journal.find(one)
                        .orElseThrow(() -> new IllegalStateException("no record of " + one + ", which was written")));
    }
}
