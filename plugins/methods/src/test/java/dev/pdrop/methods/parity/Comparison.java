// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A row of the parity table, filled while a case is compared; remembers every difference. */
final class Comparison {

    /** The columns, in order. */
    static final List<String> COLUMNS = List.of(
            "input", "features", "indices", "scores", "lengths", "positions", "logits", "tokens", "loss", "gradients");

    private static final String EQUAL = "equal";
    private static final String DIFFER = "differ";

    private final String method;
    private final String fixture;
    private final Map<String, String> cells = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();

    Comparison(String method, String fixture) {
        this.method = method;
        this.fixture = fixture;
    }

    /** Compares exactly. */
    void equal(String column, String what, Object expected, Object found) {
        boolean equal = expected.equals(found);
        cells.merge(column, equal ? EQUAL : DIFFER, Comparison::worse);
        if (!equal) {
            differences.add(what + ": expected " + expected + ", found " + found);
        }
    }

    /**
     * Compares numbers.
     *
     * @param absolute the largest difference that is allowed
     * @param relative the same as a share of the largest expected magnitude
     */
    void close(String column, String what, float[] expected, float[] found, double absolute, double relative) {
        if (expected.length != found.length) {
            equal(column, what + ", how many", expected.length, found.length);
            return;
        }
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double here = Math.abs((double) expected[i] - found[i]);
            difference = Double.isNaN(here) ? Double.POSITIVE_INFINITY : Math.max(difference, here);
        }
        String cell = difference == 0 ? EQUAL : String.format(Locale.ROOT, "%.0e", difference);
        cells.merge(column, cell, Comparison::worse);
        if (difference > absolute || difference > relative * largest) {
            differences.add(String.format(
                    Locale.ROOT,
                    "%s: differ by %.3e of values up to %.3e, allowed are %.1e and %.1e relative",
                    what,
                    difference,
                    largest,
                    absolute,
                    relative));
        }
    }

    List<String> differences() {
        return differences;
    }

    /** The row in Markdown. */
    String row() {
        List<String> row = new ArrayList<>(List.of(method, "`" + fixture + "`"));
        COLUMNS.forEach(column -> row.add(cells.getOrDefault(column, "-")));
        return "| " + String.join(" | ", row) + " |";
    }

    /** Of two verdicts on one column the one to show: any difference before equality, the larger number. */
    private static String worse(String one, String other) {
        if (one.equals(DIFFER) || other.equals(EQUAL)) {
            return one;
        }
        if (other.equals(DIFFER) || one.equals(EQUAL)) {
            return other;
        }
        return Double.parseDouble(one) >= Double.parseDouble(other) ? one : other;
    }
}
