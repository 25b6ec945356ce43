// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.pdrop.spi.Geometry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published figures, reproduced: facts of PyramidDrop's Tables 1, 7 and 9 and FastV's Table 1. */
final class CostConventionTest {

    private static final Geometry VICUNA_7B = new Geometry(
            32,
            4096,
            32,
            32,
            128,
            11008,
            32064,
            4096,
            new Geometry.Vision(
                    new Geometry.Tower(23, 1024, 4096, 2, 16, 576, 588, 577, 577),
                    new Geometry.Projector(576, 1024 * 4096 + 4096 * 4096),
                    576));

    @Test
    void countsOneLayerByHand() {
        Geometry tiny = new Geometry(
                1,
                2,
                1,
                1,
                2,
                3,
                10,
                10,
                new Geometry.Vision(new Geometry.Tower(1, 2, 3, 2, 1, 4, 3, 5, 5), new Geometry.Projector(4, 4), 4));
        assertThat(new PaperConvention().multiplyAdds(tiny, new int[] {4}))
                .isEqualTo(4 * 4 * 2 * 2 + 2 * 4 * 4 * 2 + 3 * 4 * 2 * 3);
        assertThat(new FastVPaperConvention().multiplyAdds(tiny, new int[] {4}))
                .isEqualTo(4 * 4 * 2 * 2 + 2 * 4 * 4 * 2 + 2 * 4 * 2 * 3);
    }

    @ParameterizedTest(name = "{0} tokens, {1} to {3}: {4} TMAC")
    @CsvSource({
        "576, 576, 576, 576, 3.82",
        "576, 288, 144, 72, 1.78",
        "576, 230, 92, 36, 1.54",
        "576, 345, 207, 124, 2.06",
        "2880, 2880, 2880, 2880, 20.8",
        "2880, 1440, 720, 360, 9.46"
    })
    void reproducesThePublishedFiguresOfPyramidDrop(int first, int second, int third, int fourth, double published) {
        int[] tokens = new int[32];
        int[] stages = {first, second, third, fourth};
        Arrays.setAll(tokens, layer -> stages[layer / 8]);
        assertThat(new PaperConvention().multiplyAdds(VICUNA_7B, tokens) / 1e12)
                .isCloseTo(published, withPercentage(0.25));
    }

    @Test
    void reproducesThePublishedFigureOfFastVUnderPyramidDropsConvention() {
        int[] tokens = new int[32];
        Arrays.setAll(tokens, layer -> layer < 2 ? 576 : 288);
        assertThat(new PaperConvention().multiplyAdds(VICUNA_7B, tokens) / 1e12).isCloseTo(2.01, withPercentage(0.25));
    }

    @Test
    void reproducesFastVsOwnFigureWithItsThirtySixTextTokens() {
        int[] tokens = new int[32];
        Arrays.fill(tokens, 576 + 36);
        assertThat(new FastVPaperConvention().multiplyAdds(VICUNA_7B, tokens) / 32 / 1e9)
                .isCloseTo(99.3, withPercentage(0.1));
    }
}
