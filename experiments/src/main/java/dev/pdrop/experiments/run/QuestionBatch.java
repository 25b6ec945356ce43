// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.tree.Company;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Questions that are asked together.
 *
 * @param hash of ids and inputs in order, of these questions and of those that share computations with them: the same
 *     for the same questions in the same company, whenever they are asked
 * @param ids what their records are called, in order
 */
record QuestionBatch(String hash, List<String> ids) {

    /** A batch of questions that share nothing with others. */
    static QuestionBatch of(List<? extends Question> questions) {
        return new QuestionBatch(digest(questions).brief(), ids(questions));
    }

    /**
     * The groups of a company, in order.
     *
     * @param questions by id
     */
    static List<QuestionBatch> of(Company company, Map<String, Question.Asked> questions) {
        List<List<Question.Asked>> groups = company.groups().stream()
                .map(group -> group.questions().stream()
                        .map(one -> java.util.Objects.requireNonNull(questions.get(one.id())))
                        .toList())
                .toList();
        if (company.prefixes().isEmpty()) {
            return groups.stream().map(QuestionBatch::of).toList();
        }
        String whole = digest(groups.stream().flatMap(List::stream).toList()).brief();
        return IntStream.range(0, groups.size())
                .mapToObj(group -> new QuestionBatch(
                        new Digest().text(whole).text(Integer.toString(group)).brief(), ids(groups.get(group))))
                .toList();
    }

    private static Digest digest(List<? extends Question> questions) {
        Digest digest = new Digest();
        questions.forEach(question -> digest.text(question.id()).text(question.input()));
        return digest;
    }

    private static List<String> ids(List<? extends Question> questions) {
        return questions.stream().map(Question::id).toList();
    }

    int size() {
        return ids.size();
    }

    /** What the records of an arm are found by. */
    AnswerRecord.BatchKey key(String armKey, int replicate) {
        return new AnswerRecord.BatchKey(armKey, replicate, hash);
    }
}
