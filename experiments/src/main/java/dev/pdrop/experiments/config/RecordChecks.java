// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import dev.pdrop.spi.PdropException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record, and finds all that its own checks say.
 *
 * <p>A constructor stops at the first thing that is wrong, and cannot even be called where a setting could not be read.
 * So what is missing or already reported is replaced by {@link StandIns plausible values}, and the constructor is
 * called again. What it says then is reported if it says the same whatever the replacements are: then it is about the
 * settings that were read, and no value of the others could mend it.
 */
final class RecordChecks {

    private final Constructor<?> constructor;
    private final RecordComponent[] components;
    private final List<String> keys;

    /** The checks of a record type. */
    RecordChecks(Class<?> type) {
        this.components = type.getRecordComponents();
        this.keys = Arrays.stream(components)
                .map(component -> Kebab.key(component.getName()))
                .toList();
        try {
            this.constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    /** What a call of the constructor gave: a record, a failed check, or another failure. */
    record Attempt(Optional<Object> record, Optional<String> complaint, Optional<Throwable> failure) {}

    /**
     * Makes the record.
     *
     * @param arguments one a component; null where the setting could not be read
     * @param complaints takes each message of a failed check
     * @return empty if a setting could not be read or a check failed
     */
    Optional<Object> make(@Nullable Object[] arguments, Consumer<String> complaints) {
        Set<Integer> replaced = IntStream.range(0, arguments.length)
                .filter(component -> arguments[component] == null)
                .boxed()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (replaced.isEmpty()) {
            Attempt attempt = attempt(arguments);
            attempt.failure().ifPresent(failure -> {
                throw new IllegalStateException(
                        "the checks of " + constructor.getDeclaringClass().getName() + " failed", failure);
            });
            if (attempt.record().isPresent()) {
                return attempt.record();
            }
        }
        boolean more = true;
        while (more) {
            Optional<String> complaint = lasting(arguments, replaced);
            complaint.ifPresent(complaints);
            int about = complaint.map(this::component).orElse(-1);
            more = about >= 0 && replaced.add(about);
        }
        return Optional.empty();
    }

    /** Calls the constructor. */
    Attempt attempt(@Nullable Object[] arguments) {
        try {
            return new Attempt(Optional.of(constructor.newInstance(arguments)), Optional.empty(), Optional.empty());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            return cause instanceof IllegalArgumentException || cause instanceof PdropException
                    ? new Attempt(Optional.empty(), Optional.of(String.valueOf(cause.getMessage())), Optional.empty())
                    : new Attempt(Optional.empty(), Optional.empty(), Optional.of(cause == null ? e : cause));
        } catch (IllegalArgumentException e) {
            // A null for a component of a primitive type: there was no stand-in.
            return new Attempt(Optional.empty(), Optional.empty(), Optional.of(e));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot make a " + constructor.getDeclaringClass().getName(), e);
        }
    }

    /** What the checks say whatever is at the replaced components; empty if that depends on it. */
    private Optional<String> lasting(@Nullable Object[] arguments, Set<Integer> replaced) {
        Set<String> messages = new LinkedHashSet<>();
        for (int number = 0; number < (replaced.isEmpty() ? 1 : StandIns.COUNT); number++) {
            Attempt attempt = attempt(withStandIns(arguments, replaced, number));
            if (attempt.record().isPresent()) {
                return Optional.empty();
            }
            attempt.complaint()
                    .filter(message -> !replaced.contains(component(message)))
                    .ifPresent(messages::add);
        }
        return messages.size() == 1 ? messages.stream().findFirst() : Optional.empty();
    }

    private @Nullable Object[] withStandIns(@Nullable Object[] arguments, Set<Integer> replaced, int number) {
        @Nullable Object[] complete = arguments.clone();
        replaced.forEach(
                component -> complete[component] = StandIns.of(components[component].getGenericType(), number));
        return complete;
    }

    /** The component that a message begins with; -1 if it is none. */
    private int component(String message) {
        return keys.indexOf(firstWord(message));
    }

    /** The key that the message of a check begins with. */
    static String firstWord(String message) {
        return message.split("[ .:,\\[]", 2)[0];
    }
}
