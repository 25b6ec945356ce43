// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the name that somebody most likely meant, by edit distance. */
public final class NearestName {

    private NearestName() {}

    /**
     * What to tell somebody who used a name that does not exist: the nearest one if there is a near one, and else all.
     *
     * @param known every name that exists
     * @param plural what they are, such as {@code known keys}
     */
    public static String hint(String name, Collection<String> known, String plural) {
        if (known.isEmpty()) {
            return "there are no " + plural;
        }
        return of(name, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElseGet(() -> plural + " are " + String.join(", ", new TreeSet<>(known)));
    }

    /** The nearest of the known names, if it is no further than a third of the name away. */
    public static Optional<String> of(String name, Collection<String> known) {
        int limit = Math.max(1, Math.max(2, name.length()) / 3);
        return new TreeSet<>(known)
                .stream()
                        .filter(candidate -> distance(name, candidate) <= limit)
                        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** Levenshtein distance: insertions, deletions and substitutions. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitution = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
