// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;

/**
 * Questions that are asked together.
 *
 * @param hash of ids and inputs in order: the same for the same questions in the same company, whenever they are asked
 * @param ids what their records are called, in order
 */
record QuestionBatch(String hash, List<String> ids) {

    /** The batch of some questions. */
    static QuestionBatch of(List<? extends Question> questions) {
        Digest digest = new Digest();
        questions.forEach(question -> digest.text(question.id()).text(question.input()));
        return new QuestionBatch(
                digest.brief(), questions.stream().map(Question::id).toList());
    }

    int size() {
        return ids.size();
    }

    /** What the records of an arm are found by. */
    AnswerRecord.BatchKey key(String armKey) {
        return new AnswerRecord.BatchKey(armKey, AnswerBook.REPLICATE, hash);
    }
}
