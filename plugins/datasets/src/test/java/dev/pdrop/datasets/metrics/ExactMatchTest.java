// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Example;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactMatchTest {

    private static final Example EXAMPLE =
            new Example("1", List.of(), "what colour ?", List.of(" red", "deep red"), "", "questions.jsonl:1");

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"red,1", "\tred ,1", "deep red,1", "Red,0", "red.,0", "deep  red,0", "'',0", "blue,0"})
    void forgivesSpaceAroundAnAnswerAndNothingElse(String answer, double expected) {
        assertThat(new ExactMatch().score(EXAMPLE, answer)).isEqualTo(expected);
    }
}
