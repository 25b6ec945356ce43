// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What MLflow takes: which characters, how long, how many at once. */
public final class MlflowLimits {

    /** Metrics in one request, with room for as many of the others as it takes: 1,000 things altogether. */
    static final int METRICS = 800;

    /** Parameters in one request. */
    static final int PARAMS = 100;

    /** Tags in one request. */
    static final int TAGS = 100;

    private static final int KEY_LENGTH = 250;
    private static final int PARAM_LENGTH = 6000;
    private static final int TAG_LENGTH = 5000;

    private MlflowLimits() {}

    /** A name of a metric, parameter or tag: any other character becomes {@code _}. */
    public static String key(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_\\-. :/]", "_")
                // The server reads a name as a path, and wants it in its shortest form.
                .replaceAll("(?<=^|/)\\.{1,2}(?=/|$)", "_")
                .replaceAll("^/|/(?=/)|/$", "_");
        String filled = plain.isBlank() ? "_" : plain;
        return filled.substring(0, Math.min(KEY_LENGTH, filled.length()));
    }

    /** A parameter's value, cut if it is too long: the server would cut it without a word, and older ones refuse it. */
    public static String param(String value) {
        return cut(value, PARAM_LENGTH);
    }

    /** A tag's value, cut if it is too long. */
    public static String tag(String value) {
        return cut(value, TAG_LENGTH);
    }

    private static String cut(String value, int length) {
        if (value.length() <= length) {
            return value;
        }
        String mark = ".. (" + value.length() + " characters)";
        int end = length - mark.length();
        return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end) + mark;
    }

    /** A list in pieces of at most a size. */
    static <T> List<List<T>> pieces(List<T> all, int size) {
        List<List<T>> pieces = new ArrayList<>();
        for (int start = 0; start < all.size(); start += size) {
            pieces.add(all.subList(start, Math.min(all.size(), start + size)));
        }
        return pieces;
    }

    /** A map in pieces of at most a size. */
    static List<Map<String, String>> pieces(Map<String, String> all, int size) {
        List<Map<String, String>> pieces = new ArrayList<>();
        for (List<Map.Entry<String, String>> entries : pieces(List.copyOf(all.entrySet()), size)) {
            Map<String, String> piece = new LinkedHashMap<>();
            entries.forEach(entry -> piece.put(entry.getKey(), entry.getValue()));
            pieces.add(piece);
        }
        return pieces;
    }
}
