// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Says in words what a setting should be and what it is. */
final class Expectation {

    private static final int LONGEST = 60;

    private Expectation() {}

    static String of(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type argument = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == Optional.class) {
                return of(argument);
            }
            return parameterized.getRawType() == List.class ? "a list, each element " + of(argument) : "a block { .. }";
        }
        return ofClass((Class<?>) type);
    }

    private static String ofClass(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + String.join(", ", Kebab.constants(type));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class || type == BigDecimal.class) {
            return "a number";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == String.class) {
            return "text";
        }
        return type == Path.class ? "a path" : "a block { .. }";
    }

    static String found(ConfigValue value) {
        return switch (value.valueType()) {
            case STRING -> "'" + shorten((String) value.unwrapped()) + "'";
            case NULL -> "null";
            case NUMBER, BOOLEAN -> shorten(ConfigText.scalar(value));
            case LIST -> "the list " + shorten(String.valueOf(value.unwrapped()));
            case OBJECT -> "a block { .. }";
        };
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "..";
    }
}
