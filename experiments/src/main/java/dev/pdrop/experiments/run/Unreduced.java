// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the arm that drops nothing answered, which the others are held against.
 *
 * @param answers by example, those that it gave; empty if no arm is unreduced
 * @param right examples that it got right
 */
record Unreduced(Map<String, String> answers, Set<String> right) {

    /** Copies both. */
    Unreduced {
        answers = Map.copyOf(answers);
        right = Set.copyOf(right);
    }

    /** No arm is unreduced. */
    static Unreduced none() {
        return new Unreduced(Map.of(), Set.of());
    }

    /** Its records, of which each example's first counts. */
    static Unreduced of(Stream<AnswerRecord> records) {
        Map<String, String> answers = new HashMap<>();
        Set<String> right = new HashSet<>();
        records.filter(one -> !one.failed()).forEach(one -> {
            if (answers.putIfAbsent(one.example(), one.answer()) == null && one.right()) {
                right.add(one.example());
            }
        });
        return new Unreduced(answers, right);
    }
}
