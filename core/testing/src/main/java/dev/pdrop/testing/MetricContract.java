// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Example;
import dev.pdrop.spi.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Metric} promises.
 *
 * <p>Implement it in a test class and give the metric; give an example as well if it judges a special kind of answers.
 */
public interface MetricContract {

    /** The metric under test. */
    Metric metric();

    /** An example whose accepted answers are right answers. */
    default Example example() {
        return new Example("1", List.of(), "what is this ?", List.of("red circle", "circle"), "shape", "test:1");
    }

    /** Answers of all sorts. */
    default List<String> answers() {
        return List.of(
                "red circle",
                "circle",
                " Circle. ",
                "square",
                "",
                " ",
                "\n",
                "yes, a circle",
                "\u00e9\ud83d\ude00",
                "0");
    }

    /** No answer is worth less than 0 or more than 1. */
    @Test
    default void staysBetweenWrongAndRight() {
        for (String answer : answers()) {
            assertThat(metric().score(example(), answer))
                    .as("score of '%s'", answer)
                    .isBetween(0.0, 1.0);
        }
    }

    /** The same answer is worth the same again. */
    @Test
    default void judgesTheSameAgain() {
        for (String answer : answers()) {
            assertThat(metric().score(example(), answer)).isEqualTo(metric().score(example(), answer));
        }
    }

    /** Some accepted answer is worth more than no answer. */
    @Test
    default void prefersAnAcceptedAnswerToNone() {
        double best = example().answers().stream()
                .mapToDouble(answer -> metric().score(example(), answer))
                .max()
                .orElseThrow();
        assertThat(best).isGreaterThan(metric().score(example(), ""));
    }
}
