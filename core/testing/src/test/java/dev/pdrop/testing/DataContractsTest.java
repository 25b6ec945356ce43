// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DataContractsTest {

    private static final Metric EXACT = (example, answer) -> example.answers().contains(answer.trim()) ? 1 : 0;

    @Test
    void aRightDatasetPasses() {
        DatasetContract contract = () -> () -> Stream.of(example("1"), example("2"), example("3"));
        assertThatCode(() -> {
                    contract.givesTheSameExamplesInTheSameOrder();
                    contract.namesEachExampleOnce();
                    contract.saysWhereEachExampleStands();
                    contract.canBeReadByTwoAtOnceAndStoppedEarly();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aDatasetInAnotherOrderFails() {
        AtomicInteger reads = new AtomicInteger();
        DatasetContract contract = () -> () -> {
            List<Example> examples = new ArrayList<>(List.of(example("1"), example("2"), example("3")));
            Collections.rotate(examples, reads.getAndIncrement());
            return examples.stream();
        };
        assertFails(contract::givesTheSameExamplesInTheSameOrder);
    }

    @Test
    void aDatasetWithTwoOfANameFails() {
        DatasetContract contract = () -> () -> Stream.of(example("1"), example("1"));
        assertFails(contract::namesEachExampleOnce);
    }

    @Test
    void aDatasetThatReadersShareFails() {
        AtomicInteger next = new AtomicInteger();
        Dataset shared = () -> Stream.generate(() -> example(Integer.toString(next.getAndIncrement())))
                .limit(3);
        DatasetContract contract = () -> shared;
        assertFails(contract::canBeReadByTwoAtOnceAndStoppedEarly);
    }

    @Test
    void aRightMetricPasses() {
        MetricContract contract = () -> EXACT;
        assertThatCode(() -> {
                    contract.staysBetweenWrongAndRight();
                    contract.judgesTheSameAgain();
                    contract.prefersAnAcceptedAnswerToNone();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aMetricInPercentFails() {
        MetricContract contract = () -> (example, answer) -> 100 * EXACT.score(example, answer);
        assertFails(contract::staysBetweenWrongAndRight);
    }

    @Test
    void aMetricThatIsNoNumberFails() {
        MetricContract contract = () -> (example, answer) -> answer.isEmpty() ? Double.NaN : 1;
        assertFails(contract::staysBetweenWrongAndRight);
    }

    @Test
    void aMetricThatLikesSilenceFails() {
        MetricContract contract = () -> (example, answer) -> 1;
        assertFails(contract::prefersAnAcceptedAnswerToNone);
    }

    private static void assertFails(org.assertj.core.api.ThrowableAssert.ThrowingCallable test) {
        assertThatThrownBy(test).isInstanceOf(AssertionError.class);
    }

    private static Example example(String id) {
        return new Example(id, List.of(), "what ?", List.of("cat"), "", "test:" + id);
    }
}
