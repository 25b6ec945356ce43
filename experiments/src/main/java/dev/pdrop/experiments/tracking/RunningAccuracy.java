// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of right answers of each arm after so many of them, at some fifty round numbers and at the last one.
 *
 * <p>The numbers depend on how many questions there are and on nothing else, so that a replay gives the same steps.
 * Mutable; used by one thread.
 */
final class RunningAccuracy {

    private static final int POINTS = 50;

    /**
     * A share.
     *
     * @param examples how many questions: answers over replicates
     * @param accuracy the share of right ones, from 0 to 1
     */
    record Step(long examples, double accuracy) {}

    private final long examples;
    private final long every;
    private final Map<String, Integer> replicates;
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Set<String> answering = new HashSet<>();
    private final Map<String, String> failures = new HashMap<>();

    /**
     * Of arms without answers.
     *
     * @param examples how many questions each arm is asked
     * @param replicates how often, by arm key; once where nothing is said
     */
    RunningAccuracy(long examples, Map<String, Integer> replicates) {
        this.examples = examples;
        this.replicates = Map.copyOf(replicates);
        this.every = roundNumber(Math.max(1, (examples + POINTS - 1) / POINTS));
    }

    /** Of the arms of a run without answers. */
    static RunningAccuracy of(Manifest manifest) {
        Map<String, Integer> replicates = new HashMap<>();
        manifest.arms().forEach(arm -> replicates.put(arm.key(), arm.replicates()));
        return new RunningAccuracy(manifest.examples(), replicates);
    }

    /** Counts an answer. */
    void add(AnswerRecord record) {
        add(record.armKey(), record.score());
        if (record.failure().isEmpty()) {
            answering.add(record.armKey());
        } else {
            failures.putIfAbsent(record.armKey(), record.failure());
        }
    }

    /** Why an arm failed: what it says of its first question, if it could not be asked a single one; else empty. */
    String failure(String armKey) {
        return answering.contains(armKey) ? "" : failures.getOrDefault(armKey, "");
    }

    /** Whether an arm has answered everything. */
    boolean isComplete(String armKey) {
        List<Step> steps = of(armKey);
        return !steps.isEmpty() && steps.get(steps.size() - 1).examples() == examples;
    }

    /**
     * Counts an answer.
     *
     * @param armKey of the arm that gave it
     * @param score from 0 (wrong) to 1 (right)
     */
    void add(String armKey, double score) {
        tallies.computeIfAbsent(armKey, key -> new Tally(replicates.getOrDefault(key, 1)))
                .add(score);
    }

    /** The steps of an arm so far. */
    List<Step> of(String armKey) {
        Tally tally = tallies.get(armKey);
        return tally == null ? List.of() : List.copyOf(tally.steps);
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, .. that is not below a number. */
    private static long roundNumber(long least) {
        long power = 1;
        while (10 * power <= least) {
            power *= 10;
        }
        for (long digit : new long[] {1, 2, 5}) {
            if (digit * power >= least) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private final class Tally {

        private final List<Step> steps = new ArrayList<>();
        private final int each;
        private long count;
        private double score;

        Tally(int each) {
            this.each = each;
        }

        void add(double more) {
            count++;
            score += more;
            if (count % (every * each) == 0 || count == examples * each) {
                steps.add(new Step(count / each, score / count));
            }
        }
    }
}
