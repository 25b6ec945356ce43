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
 * @param images hash of the pictures of each example, those that it could not be asked included
 */
record Unreduced(Map<String, String> answers, Set<String> right, Map<String, String> images) {

    /** Copies all. */
    Unreduced {
        answers = Map.copyOf(answers);
        right = Set.copyOf(right);
        images = Map.copyOf(images);
    }

    /** No arm is unreduced. */
    static Unreduced none() {
        return new Unreduced(Map.of(), Set.of(), Map.of());
    }

    /** Its records, of which each example's first counts. */
    static Unreduced of(Stream<AnswerRecord> records) {
        Map<String, String> answers = new HashMap<>();
        Set<String> right = new HashSet<>();
        Map<String, String> images = new HashMap<>();
        records.forEach(one -> {
            images.put(one.example(), one.images());
            if (!one.failed() && answers.putIfAbsent(one.example(), one.answer()) == null && one.right()) {
                right.add(one.example());
            }
        });
        return new Unreduced(answers, right, images);
    }
}
