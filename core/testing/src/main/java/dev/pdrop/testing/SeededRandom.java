// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.lang.reflect.Method;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Gives tests a {@link RandomGenerator} parameter that can be had again.
 *
 * <p>A plain {@code @Test} in a class with {@code @ExtendWith(SeededRandom.class)} gets a seed of its own, the same in
 * each run; a test with {@link Seeds} runs for several. A failure says the seed and how to repeat it.
 */
public final class SeededRandom
        implements ParameterResolver, TestExecutionExceptionHandler, TestTemplateInvocationContextProvider {

    private static final String PROPERTY = "pdrop.seed";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isRandom(parameter) && !supportsTestTemplate(context);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new Random(seed(context));
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        boolean random = Stream.of(context.getRequiredTestMethod().getParameterTypes())
                .anyMatch(type -> type == RandomGenerator.class);
        throw random && !supportsTestTemplate(context) ? explained(context, seed(context), failure) : failure;
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getTestMethod()
                .map(method -> method.isAnnotationPresent(Seeds.class))
                .orElse(false);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        int count = context.getRequiredTestMethod().getAnnotation(Seeds.class).value();
        long first = seed(context);
        return LongStream.range(first, first + (isChosen() ? 1 : count)).mapToObj(OneSeed::new);
    }

    private static boolean isRandom(ParameterContext parameter) {
        return parameter.getParameter().getType() == RandomGenerator.class;
    }

    private static boolean isChosen() {
        return !System.getProperty(PROPERTY, "").isEmpty();
    }

    private static long seed(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        return isChosen()
                ? Long.parseLong(System.getProperty(PROPERTY))
                : (context.getRequiredTestClass().getName() + "#" + method.getName()).hashCode();
    }

    private static Throwable explained(ExtensionContext context, long seed, Throwable failure) {
        if (!(failure instanceof Exception || failure instanceof AssertionError)) {
            return failure;
        }
        String test = context.getRequiredTestClass().getSimpleName() + "#"
                + context.getRequiredTestMethod().getName();
        return new AssertionError(
                "with seed " + seed + " (repeat with -Dtest='" + test + "' -D" + PROPERTY + "=" + seed + "): "
                        + failure.getMessage(),
                failure);
    }

    /** One run of a test with {@link Seeds}. */
    private record OneSeed(long seed)
            implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {

        @Override
        public String getDisplayName(int invocation) {
            return "seed " + seed;
        }

        @Override
        public java.util.List<org.junit.jupiter.api.extension.Extension> getAdditionalExtensions() {
            return java.util.List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return isRandom(parameter);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return new Random(seed);
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
            throw explained(context, seed, failure);
        }
    }
}
