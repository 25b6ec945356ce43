// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.ImageScores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What every arm scored on every question, and which pictures the questions are about. Records of several replicates
 * belong to one question; they may come in any order.
 *
 * <p>Mutable; used by one thread.
 */
final class QuestionScores {

    private final List<String> arms;
    private final Map<String, Asked> questions = new LinkedHashMap<>();

    /**
     * A question.
     *
     * @param images hash of its pictures
     * @param type its kind
     * @param sums of the scores of each arm's replicates
     * @param replicates how many of each arm have answered
     */
    private record Asked(String images, String type, double[] sums, int[] replicates) {

        void add(int arm, double score) {
            sums[arm] += score;
            replicates[arm]++;
        }

        /** The mean over the replicates of each arm: they are not more questions. */
        List<double[]> means() {
            return IntStream.range(0, sums.length)
                    .mapToObj(arm -> new double[] {sums[arm] / replicates[arm]})
                    .toList();
        }
    }

    /**
     * None yet.
     *
     * @param arms names of the arms, in order
     */
    QuestionScores(List<String> arms) {
        this.arms = List.copyOf(arms);
    }

    /** Adds an answer of an arm, by its place. */
    void add(int arm, AnswerRecord record) {
        questions.computeIfAbsent(record.example(), unused -> asked(record)).add(arm, record.score());
    }

    /** Scores of all questions. */
    ImageScores all() {
        return scores(asked -> true);
    }

    /** Scores of the questions of one type. */
    ImageScores ofType(String type) {
        return scores(asked -> asked.type().equals(type));
    }

    /** Whether any question has a type. */
    boolean isTyped() {
        return questions.values().stream().anyMatch(asked -> !asked.type().isEmpty());
    }

    private ImageScores scores(Predicate<Asked> wanted) {
        ImageScores.Builder scores = ImageScores.of(arms);
        questions.values().stream().filter(wanted).forEach(asked -> scores.add(asked.images(), asked.means()));
        return scores.build();
    }

    private Asked asked(AnswerRecord record) {
        return new Asked(record.images(), record.type(), new double[arms.size()], new int[arms.size()]);
    }
}
