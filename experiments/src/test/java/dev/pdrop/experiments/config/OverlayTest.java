// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import org.junit.jupiter.api.Test;

final class OverlayTest {

    @Test
    void settingsOnTopWinAndOthersStay() {
        assertThat(over("a { x = 1 }, b = 2", "a { x = 0, y = 3 }, c = 4"))
                .isEqualTo(parse("a { x = 1, y = 3 }, b = 2, c = 4"));
    }

    @Test
    void aBlockThatUsesAnotherPluginStartsAnew() {
        assertThat(over("ranker { use = random }", "ranker { use = fastv, query = mean }, positions = original"))
                .isEqualTo(parse("ranker { use = random }, positions = original"));
    }

    @Test
    void aBlockThatUsesTheSamePluginOrNamesNoneIsMerged() {
        assertThat(over("r { use = fastv, a = 1 }", "r { use = fastv, b = 2 }"))
                .isEqualTo(parse("r { use = fastv, a = 1, b = 2 }"));
        assertThat(over("r { a = 1 }", "r { use = fastv, a = 0 }")).isEqualTo(parse("r { use = fastv, a = 1 }"));
    }

    @Test
    void openSubstitutionsAreLeftToBeResolved() {
        ConfigObject merged = over("a { x = ${k} }, k = 5", "a { y = ${k} }, b = ${a}");

        assertThat(ConfigLoader.resolve(merged).root())
                .isEqualTo(parse("a { x = 5, y = 5 }, k = 5, b { x = 5, y = 5 }"));
    }

    private static ConfigObject over(String top, String bottom) {
        return Overlay.over(parse(top), parse(bottom));
    }

    private static ConfigObject parse(String text) {
        return ConfigFactory.parseString(text).root();
    }
}
