// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values as text in a set form: Python's percent format, and JSON as {@code json.dumps} writes it. */
final class Formats {

    private static final Pattern PLACE = Pattern.compile("%[sd%]");

    private Formats() {}

    /** Fills {@code %s} and {@code %d}. */
    static String percent(String format, List<Object> values) {
        Iterator<Object> rest = values.iterator();
        return PLACE.matcher(format).replaceAll(place -> {
            if (place.group().equals("%%")) {
                return "%";
            }
            if (!rest.hasNext()) {
                throw JinjaException.broken("a format has more places than values");
            }
            return Matcher.quoteReplacement(Python.text(rest.next()));
        });
    }

    /** JSON; {@code indent} spaces a level on lines of their own, or one line if it is 0. */
    static String json(Object value, int indent, boolean sorted) {
        return new Json(indent, sorted).write(value, 1);
    }

    /**
     * How JSON is written.
     *
     * @param indent spaces a level; 0 for one line
     * @param sorted whether keys are sorted
     */
    private record Json(int indent, boolean sorted) {

        private String write(Object value, int level) {
            if (value instanceof List<?> list) {
                return wrapped("[", list.stream().map(item -> write(item, level + 1)), "]", level);
            }
            if (value instanceof Map<?, ?> map) {
                Stream<? extends Map.Entry<?, ?>> entries = map.entrySet().stream();
                if (sorted) {
                    entries = entries.sorted((a, b) -> Python.text(a.getKey()).compareTo(Python.text(b.getKey())));
                }
                return wrapped(
                        "{",
                        entries.map(entry ->
                                quoted(Python.text(entry.getKey())) + ": " + write(entry.getValue(), level + 1)),
                        "}",
                        level);
            }
            if (value instanceof String text) {
                return quoted(text);
            }
            if (value instanceof Boolean || value instanceof Number) {
                return value.toString();
            }
            if (value == None.NONE) {
                return "null";
            }
            throw JinjaException.broken(Python.representation(value) + " cannot be written as JSON");
        }

        private String wrapped(String open, Stream<String> items, String close, int level) {
            List<String> all = items.toList();
            if (indent == 0 || all.isEmpty()) {
                return open + String.join(", ", all) + close;
            }
            String line = "\n" + " ".repeat(indent * level);
            return all.stream()
                    .collect(Collectors.joining(
                            "," + line, open + line, "\n" + " ".repeat(indent * (level - 1)) + close));
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        IntStream.range(0, text.length()).forEach(i -> quoted.append(escaped(text.charAt(i))));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c);
        };
    }
}
