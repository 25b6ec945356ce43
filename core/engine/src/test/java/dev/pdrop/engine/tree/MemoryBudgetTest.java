// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Layout;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

    /** Two layers of width 8, two heads of size 4 on one key head, 16 inside the feed-forward block. */
    private static final Geometry SMALL = new Geometry(
            2,
            8,
            2,
            1,
            4,
            16,
            32,
            64,
            new Geometry.Vision(new Geometry.Tower(1, 8, 16, 2, 2, 4, 12, 5, 5), new Geometry.Projector(4, 64), 4));

    private static final Layout TEN_ROWS = new Layout(10, List.of());

    @Test
    void addsUpCachesRowsAndWhatALayerNeeds() {
        // 12 rows; 16 numbers cached a row, three times; rows at 10 places; 48 + 48 inside a layer; 64 x 2 scores.
        long perRow = (3 * 16 + 10 * 8 + 48 + 48) * 4 + 64 * 2 * 4;
        assertThat(budget(1 << 20, 8).bytesOfOne(TEN_ROWS)).isEqualTo(12 * perRow);
    }

    @Test
    void runsAsManyAsAskedForIfTheyFit() {
        long one = budget(1, 1).bytesOfOne(TEN_ROWS);
        assertThat(budget(100 * one, 8).prompts(TEN_ROWS)).isEqualTo(8);
        assertThat(budget(3 * one + 1, 8).prompts(TEN_ROWS)).isEqualTo(3);
    }

    @Test
    void aPromptThatDoesNotFitIsAnErrorThatSaysHowMuchItTakes() {
        assertThatThrownBy(() -> budget(1000, 8).prompts(TEN_ROWS))
                .isInstanceOf(FailedRunException.class)
                .hasMessage(
                        "expected room for one prompt of 10 rows, about 17 KiB, found engine.memory = 1 KiB: allow more");
    }

    private static MemoryBudget budget(long bytes, int atMost) {
        return new MemoryBudget(bytes, atMost, SMALL, Float.BYTES, 2);
    }
}
