// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.ConfigValue;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads single values; numbers from their original text, so that nothing is rounded on the way. */
final class Scalars {

    private static final int MOST_DIGITS = 100;

    private Scalars() {}

    /**
     * Reads a value.
     *
     * @return empty if the value is of another kind altogether
     * @throws IllegalArgumentException if it is of the right kind but cannot be used; says what was expected and found
     */
    static Optional<Object> read(Class<?> type, ConfigValue value) {
        return switch (value.valueType()) {
            case BOOLEAN -> bool(type, value);
            case NUMBER -> number(type, value);
            case STRING -> text(type, value, (String) value.unwrapped());
            case LIST, OBJECT, NULL -> Optional.empty();
        };
    }

    private static Optional<Object> bool(Class<?> type, ConfigValue value) {
        boolean wanted = type == boolean.class || type == Boolean.class;
        return wanted ? Optional.of(value.unwrapped()) : text(type, value, ConfigText.scalar(value));
    }

    private static Optional<Object> number(Class<?> type, ConfigValue value) {
        String original = ConfigText.scalar(value);
        if (type == BigDecimal.class) {
            return Optional.of(decimal(original));
        }
        if (type == double.class || type == Double.class) {
            double number = decimal(original).doubleValue();
            require(Double.isFinite(number), "expected a number within the range of a double, found " + original);
            return Optional.of(number);
        }
        if (type == int.class || type == Integer.class) {
            return Optional.of((int) whole(original, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (type == long.class || type == Long.class) {
            return Optional.of(whole(original, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        return text(type, value, original);
    }

    /** Written out, a number with an enormous exponent would fill the memory. */
    private static BigDecimal decimal(String original) {
        try {
            BigDecimal number = new BigDecimal(original);
            if (Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a number, found " + original, e);
        }
        throw new IllegalArgumentException(
                "expected a number of at most " + MOST_DIGITS + " digits, found " + original);
    }

    private static long whole(String original, long least, long greatest) {
        BigDecimal number = decimal(original);
        boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
        require(whole, "expected a whole number, found " + original);
        boolean inside =
                number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(greatest)) <= 0;
        require(inside, "expected a whole number from " + least + " to " + greatest + ", found " + original);
        return number.longValueExact();
    }

    private static Optional<Object> text(Class<?> type, ConfigValue value, String text) {
        if (type == String.class) {
            return Optional.of(text);
        }
        if (type == Path.class) {
            return Optional.of(path(value, text));
        }
        return type.isEnum() ? Optional.of(constant(type, text)) : Optional.empty();
    }

    private static Object constant(Class<?> type, String text) {
        List<String> names = Kebab.constants(type);
        int index = names.indexOf(text);
        require(index >= 0, "expected one of " + String.join(", ", names) + ", found '" + text + "'");
        return type.getEnumConstants()[index];
    }

    private static Path path(ConfigValue value, String text) {
        require(!text.isBlank(), "expected a path, found empty text");
        try {
            Path path = Path.of(text);
            require(
                    path.isAbsolute() || !SourceLocation.isMerged(value.origin()),
                    "expected a path from one file, found '" + text
                            + "' put together from several, so that it is relative to none; write it in one");
            Path folder = SourceLocation.file(value.origin())
                    .map(Path::toAbsolutePath)
                    .map(Path::getParent)
                    .orElseGet(() -> Path.of("").toAbsolutePath());
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected a path, found '" + text + "'", e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
