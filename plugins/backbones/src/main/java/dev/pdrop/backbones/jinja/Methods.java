// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Methods of Python's texts and dictionaries. */
final class Methods {

    private Methods() {}

    static Optional<Callable> find(Object value, String name) {
        if (value instanceof String text) {
            return Optional.ofNullable(ofText(text, name));
        }
        return value instanceof Map<?, ?> map ? Optional.ofNullable(ofMap(map, name)) : Optional.empty();
    }

    private static @Nullable Callable ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> arguments -> pairs(map);
            case "keys" -> arguments -> List.copyOf(map.keySet());
            case "values" -> arguments -> List.copyOf(map.values());
            case "get" ->
                arguments -> {
                    Object found = map.get(arguments.get(0));
                    return found == null ? arguments.get(1, "default", None.NONE) : found;
                };
            default -> null;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        return map.entrySet().stream()
                .<Object>map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static @Nullable Callable ofText(String text, String name) {
        return switch (name) {
            case "strip" -> arguments -> strip(text, arguments, true, true);
            case "lstrip" -> arguments -> strip(text, arguments, true, false);
            case "rstrip" -> arguments -> strip(text, arguments, false, true);
            case "upper" -> arguments -> text.toUpperCase(Locale.ROOT);
            case "lower" -> arguments -> text.toLowerCase(Locale.ROOT);
            case "title" -> arguments -> title(text);
            case "capitalize" -> arguments -> capitalized(text);
            case "startswith" -> arguments -> anyOf(arguments.get(0), text::startsWith);
            case "endswith" -> arguments -> anyOf(arguments.get(0), text::endsWith);
            case "replace" -> arguments -> replace(text, arguments);
            case "find" -> arguments -> (long) text.indexOf(arguments.text(0));
            case "rfind" -> arguments -> (long) text.lastIndexOf(arguments.text(0));
            case "count" ->
                arguments -> (long) (split(text, arguments.text(0), -1).size() - 1);
            case "split" -> arguments -> split(text, arguments);
            case "splitlines" -> arguments -> List.copyOf(text.lines().toList());
            case "join" ->
                arguments -> Python.items(arguments.get(0)).stream()
                        .map(Python::text)
                        .collect(Collectors.joining(text));
            case "isdigit" -> arguments -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            default -> null;
        };
    }

    /** The text without white space, or the characters of the first argument, at its ends. */
    static String strip(String text, Arguments arguments, boolean left, boolean right) {
        Object given = arguments.get(0, "chars", None.NONE);
        IntPredicate gone = given == None.NONE
                ? c -> Character.isWhitespace(c) || Character.isSpaceChar(c)
                : c -> Python.text(given).indexOf(c) >= 0;
        int start = 0;
        int end = text.length();
        while (left && start < end && gone.test(text.charAt(start))) {
            start++;
        }
        while (right && end > start && gone.test(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static String replace(String text, Arguments arguments) {
        String from = arguments.text(0);
        int most = Python.integer(arguments.get(2, "count", -1L));
        return most < 0
                ? text.replace(from, arguments.text(1))
                : String.join(arguments.text(1), split(text, from, most));
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            title.append(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isLetter(c);
        }
        return title.toString();
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : Character.toTitleCase(text.charAt(0)) + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static boolean anyOf(Object given, Predicate<String> test) {
        return given instanceof List<?> list
                ? list.stream().map(Python::text).anyMatch(test)
                : test.test(Python.text(given));
    }

    private static Object split(String text, Arguments arguments) {
        Object separator = arguments.get(0, "sep", None.NONE);
        int most = Python.integer(arguments.get(1, "maxsplit", -1L));
        if (separator == None.NONE) {
            String stripped = text.strip();
            return stripped.isEmpty() ? List.of() : List.of((Object[]) stripped.split("\\s+", most + 1));
        }
        return List.copyOf(split(text, Python.text(separator), most));
    }

    private static List<String> split(String text, String separator, int most) {
        if (separator.isEmpty()) {
            throw JinjaException.broken("a text cannot be split at nothing");
        }
        List<String> parts = new ArrayList<>();
        int start = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && (most < 0 || parts.size() < most)) {
            parts.add(text.substring(start, at));
            start = at + separator.length();
            at = text.indexOf(separator, start);
        }
        parts.add(text.substring(start));
        return parts;
    }
}
