// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import dev.pdrop.spi.TokenRanker;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Puts a ranker that is being written to every test of {@link TokenRankerContract}, without a test class: in a program
 * or a notebook.
 */
public final class RankerTrial {

    private static final int LONGEST = 300;

    /**
     * One promise of the contract, and whether it was kept.
     *
     * @param promise in words
     * @param outcome {@value #KEPT}, or how it was broken
     */
    public record Promise(String promise, String outcome) {

        /** What is said of a promise that was not broken. */
        public static final String KEPT = "kept";

        /** Whether it was kept. */
        public boolean kept() {
            return outcome.equals(KEPT);
        }
    }

    private RankerTrial() {}

    /**
     * Tries every promise, by name, also after one that is broken.
     *
     * @param ranker the ranker, borrowed
     */
    public static List<Promise> of(TokenRanker ranker) {
        TokenRankerContract contract = () -> ranker;
        return Arrays.stream(TokenRankerContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method ->
                        new Promise(words(method), broken(contract, method).orElse(Promise.KEPT)))
                .toList();
    }

    private static Optional<String> broken(TokenRankerContract contract, Method promise) {
        try {
            promise.invoke(contract);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(line(Objects.requireNonNull(e.getCause())));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the contract has a test that is not public: " + promise, e);
        }
    }

    /** A failed assertion spreads over many lines. */
    private static String line(Throwable failure) {
        String line = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        String named =
                failure instanceof AssertionError ? line : failure.getClass().getSimpleName() + ": " + line;
        return named.length() <= LONGEST ? named : named.substring(0, LONGEST) + " ..";
    }

    private static String words(Method promise) {
        return promise.getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
