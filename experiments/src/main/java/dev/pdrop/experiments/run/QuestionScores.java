// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.statistics.ImageScores;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
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
    private final Map<String, String> images;
    private final Map<String, Asked> questions = new LinkedHashMap<>();
    private final BitSet seeing = new BitSet();

    /** A question with what the arms scored on it. */
    private static final class Asked {

        private final String images;
        private final String type;
        private final double[] sums;
        private final int[] replicates;

        /**
         * A question that nobody has answered yet.
         *
         * @param images hash of its pictures
         * @param type its kind
         * @param arms how many
         */
        Asked(String images, String type, int arms) {
            this.images = images;
            this.type = type;
            this.sums = new double[arms];
            this.replicates = new int[arms];
        }

        void add(int arm, double score) {
            sums[arm] += score;
            replicates[arm]++;
        }

        /** The mean over the replicates of each arm: they are not more questions. */
        List<double[]> means() {
            return IntStream.range(0, sums.length)
                    .mapToObj(arm -> new double[] {mean(arm)})
                    .toList();
        }

        double mean(int arm) {
            return sums[arm] / replicates[arm];
        }
    }

    /**
     * None yet.
     *
     * @param arms names of the arms, in order
     * @param images hash of the pictures of each example as the unreduced arm saw them, for which those of another arm
     *     stand in where it has none
     */
    QuestionScores(List<String> arms, Map<String, String> images) {
        this.arms = List.copyOf(arms);
        this.images = images;
    }

    /** Adds an answer of an arm, by its place. */
    void add(int arm, AnswerRecord record) {
        questions.computeIfAbsent(record.example(), unused -> asked(record)).add(arm, record.score());
        if (record.inputVisualTokens() > 0) {
            seeing.set(arm);
        }
    }

    /** Scores of all questions. */
    ImageScores all() {
        return scores(asked -> true);
    }

    /** Scores of the questions of one type. */
    ImageScores ofType(String type) {
        return scores(asked -> asked.type.equals(type));
    }

    /** Scores of the questions that an arm got right, or those that it got wrong. */
    ImageScores where(int arm, Predicate<Boolean> right) {
        return scores(asked -> right.test(asked.mean(arm) >= AnswerRecord.RIGHT));
    }

    /** Scores of some questions, by whether one arm got them right and whether another one did. */
    ImageScores where(int one, int other, BiPredicate<Boolean, Boolean> right) {
        return scores(
                asked -> right.test(asked.mean(one) >= AnswerRecord.RIGHT, asked.mean(other) >= AnswerRecord.RIGHT));
    }

    /** The first arm that was never shown a picture, if others were. */
    OptionalInt blindArm() {
        return seeing.isEmpty()
                ? OptionalInt.empty()
                : IntStream.range(0, arms.size())
                        .filter(arm -> !seeing.get(arm))
                        .findFirst();
    }

    /** Whether any question has a type. */
    boolean isTyped() {
        return questions.values().stream().anyMatch(asked -> !asked.type.isEmpty());
    }

    private ImageScores scores(Predicate<Asked> wanted) {
        ImageScores.Builder scores = ImageScores.of(arms);
        questions.values().stream().filter(wanted).forEach(asked -> scores.add(asked.images, asked.means()));
        return scores.build();
    }

    private Asked asked(AnswerRecord record) {
        String own = images.getOrDefault(record.example(), record.images());
        return new Asked(own, record.type(), arms.size());
    }
}
