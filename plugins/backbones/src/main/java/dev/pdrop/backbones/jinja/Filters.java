// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Jinja's filters, as far as chat templates use them. */
final class Filters {

    private Filters() {}

    /** Applies a filter. */
    static Object apply(String name, Object value, Arguments arguments) {
        return switch (name) {
            case "default", "d" -> orDefault(value, arguments);
            case "string" -> Python.text(value);
            case "int" -> integer(value, arguments);
            case "float" -> Double.valueOf(Python.text(value).strip());
            case "length", "count" -> (long) Python.length(value);
            case "tojson" -> Formats.json(value, indent(arguments), sorted(arguments));
            case "safe" -> value;
            case "list" -> Python.items(value);
            case "first" -> Access.item(Python.items(value), 0L);
            case "last" -> Access.item(Python.items(value), -1L);
            case "reverse" -> Access.slice(value, None.NONE, None.NONE, -1L);
            case "items" -> value instanceof Map<?, ?> map ? Methods.pairs(map) : List.of();
            case "join" -> join(value, arguments);
            case "sort" -> sort(value, arguments);
            case "unique" -> Python.items(value).stream().distinct().toList();
            case "map" -> map(value, arguments);
            case "select" -> keep(value, item -> passes(item, arguments));
            case "reject" -> keep(value, item -> !passes(item, arguments));
            case "selectattr" -> keep(value, item -> attributePasses(item, arguments));
            case "rejectattr" -> keep(value, item -> !attributePasses(item, arguments));
            default -> ofText(name, Python.text(value), arguments);
        };
    }

    private static Object ofText(String name, String text, Arguments arguments) {
        return switch (name) {
            case "trim" -> Methods.strip(text, arguments, true, true);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> Methods.title(text);
            case "capitalize" -> Methods.capitalized(text);
            case "replace" -> Methods.replace(text, arguments);
            case "format" -> Formats.percent(text, arguments.positional());
            case "indent" -> indented(text, arguments);
            default -> throw JinjaException.broken("the filter '" + name + "' is not supported");
        };
    }

    private static Object orDefault(Object value, Arguments arguments) {
        boolean absent = value instanceof Undefined
                || (Python.truth(arguments.get(1, "boolean", false)) && !Python.truth(value));
        return absent ? arguments.get(0, "default_value", "") : value;
    }

    private static Object integer(Object value, Arguments arguments) {
        try {
            return value instanceof Number number
                    ? number.longValue()
                    : Long.parseLong(Python.text(value).strip());
        } catch (NumberFormatException e) {
            return arguments.get(0, "default", 0L);
        }
    }

    private static int indent(Arguments arguments) {
        Object indent = arguments.get(1, "indent", None.NONE);
        return indent == None.NONE ? 0 : Python.integer(indent);
    }

    private static boolean sorted(Arguments arguments) {
        return Python.truth(arguments.get(3, "sort_keys", false));
    }

    private static Object join(Object value, Arguments arguments) {
        return Python.items(value).stream()
                .map(Python::text)
                .collect(Collectors.joining(Python.text(arguments.get(0, "d", ""))));
    }

    private static Object sort(Object value, Arguments arguments) {
        List<Object> items = new ArrayList<>(Python.items(value));
        items.sort(Arithmetic::compare);
        if (Python.truth(arguments.get(0, "reverse", false))) {
            Collections.reverse(items);
        }
        return items;
    }

    private static Object map(Object value, Arguments arguments) {
        Object attribute = arguments.named().get("attribute");
        if (attribute == null) {
            return Python.items(value).stream()
                    .map(item -> apply(arguments.text(0), item, arguments.from(1)))
                    .toList();
        }
        return Python.items(value).stream()
                .map(item -> attribute(item, Python.text(attribute)))
                .map(found -> found instanceof Undefined ? arguments.get(1, "default", found) : found)
                .toList();
    }

    private static Object keep(Object value, Predicate<Object> test) {
        return Python.items(value).stream().filter(test).toList();
    }

    private static boolean passes(Object item, Arguments arguments) {
        return arguments.size() == 0 ? Python.truth(item) : Tests.passes(arguments.text(0), item, arguments.from(1));
    }

    private static boolean attributePasses(Object item, Arguments arguments) {
        return passes(attribute(item, arguments.text(0)), arguments.from(1));
    }

    /* Steps are divided by points, and each is looked up as an item first. */
    private static Object attribute(Object item, String path) {
        Object found = item;
        for (String step : path.split("\\.", -1)) {
            found = Access.item(found, step);
        }
        return found;
    }

    private static String indented(String text, Arguments arguments) {
        Object width = arguments.get(0, "width", 4L);
        String indent = width instanceof String given ? given : " ".repeat(Python.integer(width));
        boolean first = Python.truth(arguments.get(1, "first", false));
        boolean blank = Python.truth(arguments.get(2, "blank", false));
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        for (int i = first ? 0 : 1; i < lines.size(); i++) {
            lines.set(i, blank || !lines.get(i).isEmpty() ? indent + lines.get(i) : "");
        }
        return String.join("\n", lines);
    }
}
