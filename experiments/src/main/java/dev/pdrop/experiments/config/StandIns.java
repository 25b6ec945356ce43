// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plausible values of each type, to stand where a setting could not be read while the others are checked. */
final class StandIns {

    /** How many there are of a type, repetitions included. */
    static final int COUNT = 6;

    private static final List<String> NUMBERS = List.of("0", "1", "2", "3", "10", "100");
    private static final List<String> DECIMALS = List.of("0", "0.5", "1", "2", "10", "100");

    private StandIns() {}

    /**
     * One of them.
     *
     * @param number from 0 to {@link #COUNT} - 1
     * @return null where there is none
     */
    static @Nullable Object of(Type type, int number) {
        if (type instanceof ParameterizedType parameterized) {
            return ofParameterized((Class<?>) parameterized.getRawType(), parameterized, number);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return ofRecord(plain, number);
        }
        if (plain.isEnum()) {
            Object[] constants = plain.getEnumConstants();
            return constants.length == 0 ? null : constants[number % constants.length];
        }
        return ofPlain(plain, number);
    }

    private static @Nullable Object ofPlain(Class<?> type, int number) {
        if (type == boolean.class || type == Boolean.class) {
            return number % 2 == 1;
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(NUMBERS.get(number));
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(NUMBERS.get(number));
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(DECIMALS.get(number));
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(DECIMALS.get(number));
        }
        if (type == String.class) {
            return number % 2 == 0 ? "x" : "";
        }
        if (type == Path.class) {
            return Path.of("x");
        }
        return type == Config.class ? ConfigFactory.empty() : null;
    }

    /** An absent optional first, an empty list or map first. */
    private static @Nullable Object ofParameterized(Class<?> raw, ParameterizedType type, int number) {
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return number == 0 ? Optional.empty() : Optional.ofNullable(of(arguments[0], number - 1));
        }
        if (raw == List.class) {
            return IntStream.range(0, number)
                    .mapToObj(element -> Optional.ofNullable(of(arguments[0], element)))
                    .flatMap(Optional::stream)
                    .toList();
        }
        if (raw == Map.class) {
            Object element = number == 0 ? null : of(arguments[1], number);
            return element == null ? Map.of() : Map.of("x", element);
        }
        return null;
    }

    private static @Nullable Object ofRecord(Class<?> type, int number) {
        @Nullable
        Object[] arguments = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getGenericType)
                .map(component -> of(component, number))
                .toArray();
        return new RecordChecks(type).attempt(arguments).record().orElse(null);
    }
}
