// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Layout;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows t v v t v v t: two images of two tokens each. */
final class ToyRowsTest {

    private static final Layout LAYOUT = new Layout(7, List.of(new ImageSpan(0, 1, 2), new ImageSpan(1, 4, 2)));
    private static final Retention OTHERS = new Retention(new int[][] {{0, 3}, {1, 2}});

    private final ToyRows all = ToyRows.of(LAYOUT, 2);

    @Test
    void numbersVisualTokensOverImages() {
        assertThat(all.visualRows(0)).containsExactly(1, 2, 4, 5);
        assertThat(all.visualIndices(0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void originalPositionsKeepGaps() {
        ToyRows left = all.keep(all.staying(OTHERS), PositionPolicy.ORIGINAL).append(2);
        assertThat(left.positions(0)).containsExactly(0, 1, 3, 5, 6, 7, 8);
        assertThat(left.positions(1)).containsExactly(0, 2, 3, 4, 6, 7, 8);
        assertThat(left.visualRows(0)).containsExactly(1, 3);
        assertThat(left.visualRows(1)).containsExactly(1, 3);
        assertThat(left.visualIndices(1)).containsExactly(1, 2);
    }

    @Test
    void contiguousPositionsAreRenumberedAfterEachDrop() {
        ToyRows left = all.keep(all.staying(OTHERS), PositionPolicy.CONTIGUOUS).append(1);
        assertThat(left.positions(0)).containsExactly(0, 1, 2, 3, 4, 5);
        Retention second = new Retention(new int[][] {{1}, {0}});
        ToyRows least = left.keep(left.staying(second), PositionPolicy.CONTIGUOUS);
        assertThat(least.positions(0)).containsExactly(0, 1, 2, 3, 4);
        assertThat(least.visualIndices(0)).containsExactly(3);
        assertThat(least.visualIndices(1)).containsExactly(1);
        assertThat(least.nextPosition()).isEqualTo(5);
    }

    @Test
    void namesRowsWhereverTheyAreNow() {
        ToyRows left = all.keep(all.staying(new Retention(new int[][] {{0, 1}, {2, 3}})), PositionPolicy.ORIGINAL)
                .append(1);
        assertThat(left.rows(Queries.Named.LAST_PROMPT_TOKEN)).isDeepEqualTo(new int[][] {{5}, {5}});
        assertThat(left.rows(Queries.Named.TEXT_AFTER_IMAGE)).isDeepEqualTo(new int[][] {{4, 5}, {4, 5}});
        assertThat(left.rows(Queries.Named.FROM_IMAGE)).isDeepEqualTo(new int[][] {{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}});
        assertThat(left.rows(new Queries.Rows(List.of(3, 7)))).isDeepEqualTo(new int[][] {{3, 5}, {1, 5}});
    }

    @Test
    void refusesRowsThatAreNoText() {
        assertThatThrownBy(() -> all.rows(new Queries.Rows(List.of(1)))).hasMessageContaining("row 1 is no text row");
        assertThatThrownBy(() -> all.rows(new Queries.Rows(List.of(7)))).hasMessageContaining("row 7 is no text row");
    }

    @Test
    void namesTheLastRowWhereNoOtherIsMeant() {
        ToyRows text = ToyRows.of(new Layout(3, List.of()), 1);
        assertThat(text.rows(Queries.Named.TEXT_AFTER_IMAGE)).isDeepEqualTo(new int[][] {{2}});
        assertThat(text.rows(Queries.Named.FROM_IMAGE)).isDeepEqualTo(new int[][] {{2}});
        ToyRows imageLast = ToyRows.of(new Layout(3, List.of(new ImageSpan(0, 1, 2))), 1);
        assertThat(imageLast.rows(Queries.Named.TEXT_AFTER_IMAGE)).isDeepEqualTo(new int[][] {{2}});
    }
}
