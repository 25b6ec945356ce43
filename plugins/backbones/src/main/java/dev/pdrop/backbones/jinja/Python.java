// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What Python does with values: truth, text, length, items, comparison. */
final class Python {

    private Python() {}

    /** Whether a value counts as true. */
    static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String || value instanceof List || value instanceof Map) {
            return length(value) > 0;
        }
        return !(value instanceof Undefined) && value != None.NONE;
    }

    /** What {@code str} gives. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Undefined ? "" : representation(value);
    }

    /** What {@code repr} gives. */
    static String representation(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Python::representation).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> representation(entry.getKey()) + ": " + representation(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        return value == None.NONE ? "None" : value.toString();
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        String escaped = text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r");
        return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
    }

    /** What {@code len} gives; characters are code points. */
    static int length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        return items(value).size();
    }

    /** What a loop over a value goes through. */
    static List<Object> items(Object value) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        if (value instanceof Map<?, ?> map) {
            return List.copyOf(map.keySet());
        }
        if (value instanceof String text) {
            return text.codePoints().<Object>mapToObj(Character::toString).toList();
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw JinjaException.broken(representation(value) + " is nothing to loop over");
    }

    /** What {@code ==} gives. */
    static boolean equal(Object left, Object right) {
        if (left instanceof Number && right instanceof Number) {
            return Arithmetic.compare(left, right) == 0;
        }
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        return Objects.equals(left, right);
    }

    /** What {@code in} gives. */
    static boolean contains(Object container, Object item) {
        if (container instanceof String text) {
            return text.contains(text(item));
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(item);
        }
        return items(container).stream().anyMatch(each -> equal(each, item));
    }

    /** An integer. */
    static int integer(Object value) {
        if (value instanceof Long number) {
            return Math.toIntExact(number);
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        throw JinjaException.broken(representation(value) + " is no integer");
    }
}
