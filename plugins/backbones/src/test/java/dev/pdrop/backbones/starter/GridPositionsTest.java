// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GridPositionsTest {

    /* Width 8: two frequencies for each axis, 1 and 100^-1/2 = 0.1. */
    @Test
    void tellsColumnAndRowBySinesAndCosines() {
        float[] table = new GridPositions(2, 8, .5, 100).table();

        assertThat(table).hasSize(5 * 8);
        assertThat(Arrays.copyOf(table, 8)).containsOnly(0);
        float sine = (float) (.5 * Math.sin(1));
        float slowSine = (float) (.5 * Math.sin(.1));
        float cosine = (float) (.5 * Math.cos(1));
        float slowCosine = (float) (.5 * Math.cos(.1));
        float tolerance = 1e-6f;
        assertThat(row(table, 1)).containsExactly(0, 0, .5f, .5f, 0, 0, .5f, .5f);
        assertThat(row(table, 2))
                .containsExactly(
                        new float[] {sine, slowSine, cosine, slowCosine, 0, 0, .5f, .5f},
                        org.assertj.core.data.Offset.offset(tolerance));
        assertThat(row(table, 3))
                .containsExactly(
                        new float[] {0, 0, .5f, .5f, sine, slowSine, cosine, slowCosine},
                        org.assertj.core.data.Offset.offset(tolerance));
    }

    private static float[] row(float[] table, int row) {
        return Arrays.copyOfRange(table, row * 8, (row + 1) * 8);
    }
}
