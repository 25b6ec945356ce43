// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.List;
import java.util.Objects;

/**
 * What an arm answered to an example: one line of the journal.
 *
 * @param armKey what decided the numbers
 * @param arm name of the arm
 * @param replicate number of the replicate, from 0
 * @param example id of the example
 * @param batch hash of what was asked together, in order: prompt ids, pixels and accepted answers of each example; the
 *     last digits of an answer's numbers may depend on its neighbours
 * @param batchSize how many examples were asked together
 * @param input hash of what the model read and what it is held to: prompt ids, pixels and accepted answers
 * @param images hash of the pictures that the question is about, whatever an arm made of them; of one that could not be
 *     asked, of their names; without pictures, of the question alone. Questions with the same are a sample of one
 *     picture, which is the unit of all statistics. Empty in a journal of earlier code, whose answers are read, but no
 *     longer summed up
 * @param type kind of question, as the data set says; empty if it does not
 * @param failure why the example could not be asked; empty if it was
 * @param answer the text; empty if the example could not be asked
 * @param score from 0 (wrong) to 1 (right)
 * @param tokens new token ids
 * @param logProbabilities natural logarithm of the probability of each new token
 * @param unknownWords words of the prompt that the tokenizer does not know
 * @param inputVisualTokens visual tokens of the prompt, before any stage
 * @param visualTokens audited visual tokens that entered each layer
 * @param keyValueTokens keys that each layer cached during prefill
 * @param prefillMillis time from prompt to first token, image encoding left out, the example's share of its batch
 * @param decodeMillis time for the tokens after the first, the example's share of its batch
 * @param warmUp whether this was the first batch that the arm asked in its process: the times of such a batch are
 *     mostly those of a machine that warms up
 */
public record AnswerRecord(
        String armKey,
        String arm,
        int replicate,
        String example,
        String batch,
        int batchSize,
        String input,
        String images,
        String type,
        String failure,
        String answer,
        double score,
        List<Integer> tokens,
        List<Double> logProbabilities,
        List<String> unknownWords,
        int inputVisualTokens,
        List<Integer> visualTokens,
        List<Integer> keyValueTokens,
        double prefillMillis,
        double decodeMillis,
        boolean warmUp) {

    /** A score from which on an answer counts as right. */
    static final double RIGHT = 0.5;

    /** What a record is found by. */
    record Key(String armKey, int replicate, String example, String batch) {

        /** The batch in which it is found. */
        BatchKey inBatch() {
            return new BatchKey(armKey, replicate, batch);
        }
    }

    /** What the records of an arm to examples that were asked together are found by. */
    record BatchKey(String armKey, int replicate, String batch) {

        /** The key of one of them. */
        Key of(String id) {
            return new Key(armKey, replicate, id, batch);
        }
    }

    /** Takes what an older journal does not say as empty. */
    public AnswerRecord {
        images = Objects.requireNonNullElse(images, "");
        type = Objects.requireNonNullElse(type, "");
    }

    /** Whether the answer counts as right where only right and wrong are told apart: a score of at least a half. */
    public boolean right() {
        return score >= RIGHT;
    }

    /** Whether the example could not be asked. */
    public boolean failed() {
        return !failure.isEmpty();
    }

    Key key() {
        return new Key(armKey, replicate, example, batch);
    }
}
