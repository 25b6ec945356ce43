// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.image.PatchGrid;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Squares of patches, window behind window. */
class WindowOrderTest {

    @Test
    void putsWindowsOfOneSizeBehindEachOther() {
        // 3 x 5 squares of one patch: two whole windows, a right edge of 2 x 1, lower edges of 1 x 2, a corner.
        WindowOrder order = WindowOrder.of(new PatchGrid(3, 5, 1), 2);
        assertThat(order.patches()).containsExactly(14, 4, 9, 10, 11, 12, 13, 0, 1, 5, 6, 2, 3, 7, 8);
        assertThat(order.windows()).containsExactly(1, 1, 3, 2, 2, 4);
        assertThat(order.whole()).containsExactly(1, 15);
        assertThat(order.attendedRows()).isEqualTo((1 + 3 * 4 + 2 * 16) / 15.0);
        assertThat(order.isPlain()).isFalse();
    }

    @Test
    void keepsThePatchesOfASquareTogether() {
        WindowOrder order = WindowOrder.of(new PatchGrid(1, 3, 2), 2);
        assertThat(order.patches()).containsExactly(8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(order.back()).containsExactly(1, 2, 0);
        assertThat(order.windows()).containsExactly(1, 4, 1, 8);
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 2", "5, 3, 2", "1, 1, 4", "7, 9, 4", "2, 17, 3"})
    void everySquareStandsInOneWindowAndFindsItsWayBack(int rows, int columns, int window) {
        WindowOrder order = WindowOrder.of(new PatchGrid(rows, columns, 1), window);
        long[] places = order.patches();
        long[] back = order.back();
        assertThat(Arrays.stream(back).map(place -> places[(int) place]).toArray())
                .isEqualTo(LongStream.range(0, (long) rows * columns).toArray());
        long[] windows = order.windows();
        int at = 0;
        for (int size = 0; size < windows.length; size += 2) {
            for (long number = 0; number < windows[size]; number++) {
                long first = places[at];
                for (long inside = 0; inside < windows[size + 1]; inside++) {
                    long square = places[at++];
                    assertThat(square / columns / window).isEqualTo(first / columns / window);
                    assertThat(square % columns / window).isEqualTo(first % columns / window);
                }
            }
        }
        assertThat(at).isEqualTo(rows * columns);
    }

    @Test
    void withoutWindowsAllStayInTheirPlaces() {
        WindowOrder order = WindowOrder.of(new PatchGrid(3, 2, 2), QwenVisionConfig.UNBOUNDED);
        assertThat(order.isPlain()).isTrue();
        assertThat(order.windows()).containsExactly(1, 24).isEqualTo(order.whole());
    }
}
