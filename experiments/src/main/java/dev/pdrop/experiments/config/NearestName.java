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

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    static int distance(String from, String to) {
        int[][] distances = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, from, to, i, j);
            }
        }
        return distances[from.length()][to.length()];
    }

    private static int step(int[][] distances, String from, String to, int i, int j) {
        int substitution = distances[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int nearest = Math.min(substitution, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(nearest, 1 + distances[i - 2][j - 2]) : nearest;
    }
}
