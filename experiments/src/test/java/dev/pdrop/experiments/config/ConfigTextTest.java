// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;

final class ConfigTextTest {

    private static final String TEXT = """
            lambda = 0.12345678901234567890
            small = 1e-3
            text = "say \\"hi\\" # not a comment"
            word = plain
            "a key.with = signs" { x = [1, 2.50, { y = [] }], empty {} }
            none = null
            """;

    @Test
    void whatIsWrittenReadsBackEqualWithNumbersAsTheyWere() {
        Config config = ConfigFactory.parseString(TEXT);

        String written = ConfigText.canonical(config);

        assertThat(ConfigFactory.parseString(written)).isEqualTo(config);
        assertThat(written)
                .contains("lambda = 0.12345678901234567890")
                .contains("2.50")
                .contains("small = 1e-3");
        assertThat(ConfigText.canonical(ConfigFactory.parseString(written))).isEqualTo(written);
    }

    @Test
    void originsAreCommentsOnly() {
        Config config = ConfigFactory.parseString(TEXT);

        assertThat(ConfigFactory.parseString(ConfigText.withOrigins(config))).isEqualTo(config);
        assertThat(ConfigText.withOrigins(config)).contains("small = 1e-3  # String:2");
    }

    @Test
    void originsMakeNoDifference() {
        String text = ConfigText.withOrigins(ConfigFactory.parseString("a { b = 1.0, c = x }"));
        assertThat(ConfigText.holdsTheSame(text, "a.c = x # elsewhere\na.b = 1.0"))
                .isTrue();
        assertThat(ConfigText.holdsTheSame(text, "a.c = x, a.b = 2")).isFalse();
        assertThat(ConfigText.holdsTheSame("", text)).isFalse();
        assertThat(ConfigText.holdsTheSame("a { torn", text)).isFalse();
    }

    @Test
    void theSameSettingsInAnotherOrderGiveTheSameText() {
        assertThat(ConfigText.canonical(ConfigFactory.parseString("b = 1, a { d = 2, c = 3 }")))
                .isEqualTo(ConfigText.canonical(ConfigFactory.parseString("a.c = 3, a.d = 2, b = 1")));
    }
}
