// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jinja's tests, what stands after {@code is}. */
final class Tests {

    private Tests() {}

    /** Whether a value passes a test. */
    static boolean passes(String name, Object value, Arguments arguments) {
        return switch (name) {
            case "defined" -> !(value instanceof Undefined);
            case "undefined" -> value instanceof Undefined;
            case "none" -> value == None.NONE;
            case "true" -> value.equals(true);
            case "false" -> value.equals(false);
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "number" -> value instanceof Number || value instanceof Boolean;
            case "string" -> value instanceof String;
            case "mapping" -> value instanceof Map;
            case "sequence", "iterable" -> isSequence(value);
            case "callable" -> value instanceof Callable;
            case "odd" -> Math.floorMod(Python.integer(value), 2) == 1;
            case "even" -> Math.floorMod(Python.integer(value), 2) == 0;
            case "divisibleby" -> Math.floorMod(Python.integer(value), Python.integer(arguments.get(0))) == 0;
            case "lower" -> Python.text(value).equals(Python.text(value).toLowerCase(Locale.ROOT));
            case "upper" -> Python.text(value).equals(Python.text(value).toUpperCase(Locale.ROOT));
            default -> compares(name, value, arguments);
        };
    }

    private static boolean compares(String name, Object value, Arguments arguments) {
        return switch (name) {
            case "equalto", "eq", "==", "sameas" -> Python.equal(value, arguments.get(0));
            case "ne", "!=" -> !Python.equal(value, arguments.get(0));
            case "in" -> Python.contains(arguments.get(0), value);
            case "lt", "<", "lessthan" -> Arithmetic.compare(value, arguments.get(0)) < 0;
            case "le", "<=" -> Arithmetic.compare(value, arguments.get(0)) <= 0;
            case "gt", ">", "greaterthan" -> Arithmetic.compare(value, arguments.get(0)) > 0;
            case "ge", ">=" -> Arithmetic.compare(value, arguments.get(0)) >= 0;
            default -> throw JinjaException.broken("the test '" + name + "' is not supported");
        };
    }

    private static boolean isSequence(Object value) {
        return value instanceof String || value instanceof List || value instanceof Map || value instanceof Undefined;
    }
}
