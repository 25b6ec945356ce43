// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Yes/no questions: whether an arm sees what is not there or misses what is. Accuracy hides a shift from yes to no.
 *
 * <p>"Yes" is the positive answer. An answer that is neither is wrong and stays in every denominator that its question
 * belongs to: recall, yes-rate and accuracy; precision has only answers of yes.
 *
 * @param truePositives yes, rightly
 * @param falsePositives yes, wrongly
 * @param trueNegatives no, rightly
 * @param falseNegatives no, wrongly
 * @param invalidPositives neither, where yes is right
 * @param invalidNegatives neither, where no is right
 * @source measures of POPE: Li et al., "Evaluating object hallucination in large vision-language models", arXiv
 *     2305.10355; there, an answer that does not say no counts as yes
 */
public record YesNo(
        int truePositives,
        int falsePositives,
        int trueNegatives,
        int falseNegatives,
        int invalidPositives,
        int invalidNegatives) {

    /** What was said. */
    public enum Reply {
        /** Yes. */
        YES,
        /** No. */
        NO,
        /** Neither, or no answer at all. */
        INVALID
    }

    /**
     * One question.
     *
     * @param truth whether yes is right
     * @param reply what was said
     */
    public record Answer(boolean truth, Reply reply) {}

    /** Counts. */
    public static YesNo of(List<Answer> answers) {
        return new YesNo(
                count(answers, true, Reply.YES),
                count(answers, false, Reply.YES),
                count(answers, false, Reply.NO),
                count(answers, true, Reply.NO),
                count(answers, true, Reply.INVALID),
                count(answers, false, Reply.INVALID));
    }

    private static int count(List<Answer> answers, boolean truth, Reply reply) {
        return (int) answers.stream()
                .filter(answer -> answer.truth == truth && answer.reply == reply)
                .count();
    }

    /** All questions. */
    public int questions() {
        return truePositives + falsePositives + trueNegatives + falseNegatives + invalid();
    }

    /** Answers that are neither. */
    public int invalid() {
        return invalidPositives + invalidNegatives;
    }

    /** The share of right answers. */
    public OptionalDouble accuracy() {
        return Shares.of(truePositives + trueNegatives, questions());
    }

    /** Of the answers of yes, the share that is right. */
    public OptionalDouble precision() {
        return Shares.of(truePositives, truePositives + falsePositives);
    }

    /** Of the questions where yes is right, the share answered so. */
    public OptionalDouble recall() {
        return Shares.of(truePositives, truePositives + falseNegatives + invalidPositives);
    }

    /** The harmonic mean of precision and recall; absent if neither says anything. */
    public OptionalDouble f1() {
        int wrong = falsePositives + falseNegatives + invalidPositives;
        return Shares.of(2 * truePositives, 2 * truePositives + wrong);
    }

    /** The share of answers of yes. */
    public OptionalDouble yesRate() {
        return Shares.of(truePositives + falsePositives, questions());
    }
}
