// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.outcome.Quality;
import java.util.DoubleSummaryStatistics;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Adds up right answers and ones that are those of the unreduced arm.
 *
 * <p>A question that could not be asked counts as wrong, since leaving it out would flatter; it says nothing of
 * loyalty, which compares two answers, and stays out of that. Answers of every replicate count. Mutable; used by one
 * thread.
 */
final class ScoreTally {

    private final Unreduced unreduced;
    private final QualityTally quality;
    private final DoubleSummaryStatistics scores = new DoubleSummaryStatistics();
    private final Set<String> examples = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private int comparable;
    private int equal;

    /**
     * An empty tally.
     *
     * @param unreduced what the unreduced arm answered
     * @param yesNo the questions to which yes or no is right
     */
    ScoreTally(Unreduced unreduced, YesNoQuestions yesNo) {
        this.unreduced = unreduced;
        this.quality = new QualityTally(unreduced, yesNo);
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        scores.accept(record.score());
        examples.add(record.example());
        quality.add(record);
        String before = unreduced.answers().get(record.example());
        if (record.failed()) {
            failed.add(record.example());
        } else if (before != null) {
            comparable++;
            equal += record.answer().equals(before) ? 1 : 0;
        }
    }

    /** Questions asked. */
    int examples() {
        return examples.size();
    }

    /** How often each of them was asked. */
    int replicates() {
        return examples.isEmpty() ? 0 : (int) (scores.getCount() / examples.size());
    }

    /** Questions that could not be asked. */
    int failures() {
        return failed.size();
    }

    double accuracy() {
        return scores.getAverage();
    }

    /** Absent if there is nothing to compare. */
    Optional<Double> loyalty() {
        return comparable == 0 ? Optional.empty() : Optional.of((double) equal / comparable);
    }

    Quality quality() {
        return quality.result();
    }
}
