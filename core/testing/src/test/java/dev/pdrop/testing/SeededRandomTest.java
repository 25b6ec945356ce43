// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Execution;

final class SeededRandomTest {

    @Test
    void givesTheSameNumbersInEachRun() {
        assertThat(numbers(run(Drawing.class))).hasSize(4).isEqualTo(numbers(run(Drawing.class)));
    }

    @Test
    void givesEachSeedAndEachTestOtherNumbers() {
        assertThat(numbers(run(Drawing.class))).doesNotHaveDuplicates();
    }

    @Test
    void saysTheSeedOfAFailureAndHowToRepeatIt() {
        List<String> messages = run(Failing.class).testEvents().executions().failed().stream()
                .map(SeededRandomTest::message)
                .toList();
        assertThat(messages)
                .hasSize(3)
                .allSatisfy(
                        message -> assertThat(message)
                                .matches(
                                        "with seed (-?\\d+) \\(repeat with -Dtest='Failing#\\w+' -Dpdrop.seed=\\1\\): no luck"));
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static List<String> numbers(EngineExecutionResults results) {
        List<String> numbers = new ArrayList<>();
        results.allEvents().reportingEntryPublished().stream()
                .forEach(event ->
                        numbers.add(event.getRequiredPayload(org.junit.platform.engine.reporting.ReportEntry.class)
                                .getKeyValuePairs()
                                .get("drawn")));
        return numbers;
    }

    private static String message(Execution failed) {
        TestExecutionResult result = failed.getTerminationInfo().getExecutionResult();
        return String.valueOf(result.getThrowable().orElseThrow().getMessage());
    }

    @ExtendWith(SeededRandom.class)
    static final class Drawing {

        @Test
        void once(RandomGenerator random, TestReporter reporter) {
            reporter.publishEntry("drawn", Long.toString(random.nextLong()));
        }

        @Seeds(3)
        void often(RandomGenerator random, TestReporter reporter, TestInfo info) {
            assertThat(info.getDisplayName()).startsWith("seed ");
            reporter.publishEntry("drawn", Long.toString(random.nextLong()));
        }
    }

    @ExtendWith(SeededRandom.class)
    static final class Failing {

        @Test
        void once(RandomGenerator random) {
            assertThat(random.nextInt(2)).as("no luck").isNotNull();
            throw new IllegalStateException("no luck");
        }

        @Seeds(2)
        void often(RandomGenerator random) {
            assertThat(random.nextInt(2)).isBetween(0, 1);
            throw new IllegalStateException("no luck");
        }
    }
}
