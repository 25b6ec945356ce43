// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up right answers and ones that are those of the unreduced arm.
 *
 * <p>A question that could not be asked counts as wrong, since leaving it out would flatter; it says nothing of
 * loyalty, which compares two answers, and stays out of that. Mutable; used by one thread.
 */
final class ScoreTally {

    private final Map<String, String> reference;
    private final DoubleSummaryStatistics scores = new DoubleSummaryStatistics();
    private int failures;
    private int comparable;
    private int equal;

    /**
     * An empty tally.
     *
     * @param reference the unreduced arm's answers by example, those that it gave; empty if no arm is unreduced
     */
    ScoreTally(Map<String, String> reference) {
        this.reference = reference;
    }

    /** Adds a record. */
    void add(AnswerRecord record) {
        scores.accept(record.score());
        if (record.failed()) {
            failures++;
        } else if (reference.containsKey(record.example())) {
            comparable++;
            equal += record.answer().equals(reference.get(record.example())) ? 1 : 0;
        }
    }

    int examples() {
        return (int) scores.getCount();
    }

    int failures() {
        return failures;
    }

    double accuracy() {
        return scores.getAverage();
    }

    /** Absent if there is nothing to compare. */
    Optional<Double> loyalty() {
        return comparable == 0 ? Optional.empty() : Optional.of((double) equal / comparable);
    }
}
