// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MlflowLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "first_layer, first_layer",
        "a-b.c d:e/f, a-b.c d:e/f",
        "λ (half), _ _half_",
        "../up, _/up",
        "a/./b, a/_/b",
        "., _",
        "a//b, a_/b",
        "/top/, _top_",
        "'', _"
    })
    void givesNamesTheCharactersThatMlflowTakes(String name, String expected) {
        assertThat(MlflowLimits.key(name)).isEqualTo(expected);
    }

    @Test
    void cutsWhatIsTooLongAndSaysSo() {
        assertThat(MlflowLimits.param("x".repeat(6000))).isEqualTo("x".repeat(6000));
        assertThat(MlflowLimits.param("x".repeat(6001))).hasSize(6000).endsWith("x.. (6001 characters)");
        assertThat(MlflowLimits.param("x" + "\uD83D\uDE00".repeat(4000)))
                .hasSizeLessThanOrEqualTo(6000)
                .matches("x(\uD83D\uDE00)+\\.\\. \\(8001 characters\\)");
        assertThat(MlflowLimits.tag("x".repeat(9000))).hasSize(5000);
        assertThat(MlflowLimits.key("x".repeat(300))).hasSize(250);
    }

    @Test
    void takesListsAndMapsApart() {
        assertThat(MlflowLimits.pieces(List.of(1, 2, 3, 4, 5), 2))
                .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
        Map<String, String> map = new TreeMap<>();
        IntStream.range(0, 5).forEach(i -> map.put("k" + i, "v"));
        assertThat(MlflowLimits.pieces(map, 2)).extracting(Map::size).containsExactly(2, 2, 1);
        assertThat(MlflowLimits.pieces(List.of(), 2)).isEmpty();
    }
}
