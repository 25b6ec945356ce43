// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.testing.Golden;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConfigOverrideTest {

    @Test
    void readsNumbersListsTextAndWords() {
        assertThat(ConfigOverride.parse("schedule.layers=[3,5,10]").value().unwrapped())
                .isEqualTo(List.of(3, 5, 10));
        assertThat(ConfigOverride.parse("a=0.5").value().unwrapped()).isEqualTo(0.5);
        assertThat(ConfigOverride.parse("a=\"x = y\"").value().unwrapped()).isEqualTo("x = y");
        assertThat(ConfigOverride.parse("a = plain words ").value().unwrapped()).isEqualTo("plain words");
        assertThat(ConfigOverride.parse("a=models/tiny").value().unwrapped()).isEqualTo("models/tiny");
    }

    @Test
    void aQuotedElementOfThePathMayHoldDotsSpacesAndEqualsSigns() {
        assertThat(ConfigOverride.parse("arms.\"fastv K=2.5\".schedule.keep=50").path())
                .containsExactly("arms", "fastv K=2.5", "schedule", "keep");
    }

    @Test
    void theBlockHoldsTheValueAtThePathAndNothingElse() {
        assertThat(ConfigOverride.parse("a.\"b c\"=1").toObject().unwrapped())
                .isEqualTo(java.util.Map.of("a", java.util.Map.of("b c", 1)));
    }

    @Test
    void locationsNameTheFlag() {
        assertThat(SourceLocation.of(ConfigOverride.parse("a.b=1").value().origin()))
                .hasToString("--set a.b=1");
    }

    @Test
    void namesTheFlagThatCannotBeRead() {
        String messages = Stream.of("a", "=1", "a..b=1", "a b=", "a=[3,5", "a=x:y", "a=1, b = 2", "a={", "a$=1")
                .map(ConfigOverrideTest::failure)
                .collect(Collectors.joining("\n"));

        Golden.assertMatches("config/overrides", messages);
    }

    private static String failure(String text) {
        String[] message = {""};
        assertThatThrownBy(() -> ConfigOverride.parse(text))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class, failure -> message[0] = String.valueOf(failure.getMessage()));
        return message[0];
    }
}
