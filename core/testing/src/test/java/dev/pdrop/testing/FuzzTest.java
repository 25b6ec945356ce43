// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.InvalidDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FuzzTest {

    private final Fuzz fuzz = Fuzz.ofTexts("self", List.of("{\"a\": 1}", "[1, 2]"), List.of("null", "9e9"));

    @Test
    void feedsTheCorpusFirstAndThenWhatIsBroken() {
        List<String> fed = new ArrayList<>();

        Fuzz.Outcome outcome = fuzz.feed(50, input -> {
            fed.add(new String(input, StandardCharsets.UTF_8));
            if (fed.size() % 2 == 0) {
                throw new InvalidDataException("expected an odd number of inputs, found " + fed.size());
            }
        });

        assertThat(fed).hasSize(outcome.cases()).startsWith("{\"a\": 1}", "[1, 2]");
        assertThat(outcome.taken()).isEqualTo(outcome.cases() / 2 + outcome.cases() % 2);
        assertThat(fed).contains("{\"a\": 1}").anyMatch(text -> text.contains("9e9"));
    }

    @Test
    void aFailureThatIsNoRefusalNamesSeedAndFile() {
        assertThatThrownBy(() -> fuzz.feed(5, input -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("self failed with seed ")
                .hasMessageContaining("self-failed")
                .hasRootCauseMessage("oops");
    }

    @Test
    void aRefusalWithoutASentenceIsAFailure() {
        assertThatThrownBy(() -> fuzz.feed(5, input -> {
                    throw new InvalidDataException(" ");
                }))
                .hasMessageContaining("refused without a sentence");
    }

    @Test
    void equalSeedsGiveEqualInputs() {
        List<byte[]> corpus = Fuzz.bytes(List.of("abcdefgh", ""));
        Mutations first = new Mutations(new Random(3), corpus, corpus);
        Mutations second = new Mutations(new Random(3), corpus, corpus);
        for (int i = 0; i < 500; i++) {
            assertThat(first.next()).isEqualTo(second.next());
        }
    }
}
