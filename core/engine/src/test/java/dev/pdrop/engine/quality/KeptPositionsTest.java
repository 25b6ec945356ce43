// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class KeptPositionsTest {

    /** 2 x 3 cells; the first example keeps 0 and 5, the second one 5 and 4. */
    @Test
    void countsRowsAndColumns() {
        KeptPositions positions = KeptPositions.of(2, 3, Stream.of(new int[] {0, 5}, new int[] {5, 4}));
        assertThat(positions.kept()).isEqualTo(4);
        assertThat(positions.rowShares()).containsExactly(0.25, 0.75);
        assertThat(positions.columnShares()).containsExactly(0.25, 0.25, 0.5);
        // Shares 1/4, 1/4, 1/2: 1.5 bits of the log2(6) that there could be.
        assertThat(positions.spatialEntropy().orElseThrow())
                .isCloseTo(1.5 / (Math.log(6) / Math.log(2)), within(1e-12));
        assertThat(positions.shareIn(new boolean[] {false, false, false, false, false, true}))
                .hasValue(0.5);
    }

    @Test
    void evenIsOneAndAlwaysTheSameIsZero() {
        assertThat(KeptPositions.of(3, 3, Stream.of(IntStream.range(0, 9).toArray()))
                        .spatialEntropy()
                        .orElseThrow())
                .isCloseTo(1, within(1e-12));
        assertThat(KeptPositions.of(3, 3, Stream.of(new int[] {4}, new int[] {4}))
                        .spatialEntropy())
                .hasValue(0);
    }

    @Test
    void ofNothingThereIsNoShare() {
        KeptPositions nothing = KeptPositions.of(2, 2, Stream.of(new int[0]));
        assertThat(nothing.rowShares()).containsExactly(0.0, 0.0);
        assertThat(nothing.spatialEntropy()).isEmpty();
        assertThat(nothing.shareIn(new boolean[4])).isEmpty();
        assertThat(KeptPositions.of(1, 1, Stream.of(new int[] {0})).spatialEntropy())
                .isEmpty();
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> KeptPositions.of(2, 2, Stream.of(new int[] {4})))
                .hasMessage("expected a cell of a grid of 2 x 2, from 0 to 3, found 4");
        assertThatThrownBy(() -> KeptPositions.of(0, 2, Stream.of())).hasMessage("expected a grid, found 0 x 2");
        assertThatThrownBy(() -> KeptPositions.of(2, 2, Stream.of()).shareIn(new boolean[3]))
                .hasMessage("expected a region of 4 cells, found 3");
    }

    /** The twin: every kept token by itself. */
    @Seeds(20)
    void agreesWithCountingOneByOne(RandomGenerator random) {
        int rows = random.nextInt(1, 6);
        int columns = random.nextInt(2, 6);
        boolean[] region = new boolean[rows * columns];
        for (int cell = 0; cell < region.length; cell++) {
            region[cell] = random.nextBoolean();
        }
        List<int[]> examples = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (int example = 0; example < 10; example++) {
            int[] kept = IntStream.range(0, rows * columns)
                    .filter(cell -> random.nextInt(3) == 0)
                    .toArray();
            examples.add(kept);
            IntStream.of(kept).forEach(all::add);
        }
        all.add(0);
        examples.add(new int[] {0});
        KeptPositions positions = KeptPositions.of(rows, columns, examples.stream());
        for (int row = 0; row < rows; row++) {
            int wanted = row;
            assertThat(positions.rowShares().get(row))
                    .isEqualTo(all.stream()
                                    .filter(cell -> cell / columns == wanted)
                                    .count()
                            / (double) all.size());
        }
        for (int column = 0; column < columns; column++) {
            int wanted = column;
            assertThat(positions.columnShares().get(column))
                    .isEqualTo(all.stream()
                                    .filter(cell -> cell % columns == wanted)
                                    .count()
                            / (double) all.size());
        }
        assertThat(positions.shareIn(region))
                .hasValue(all.stream().filter(cell -> region[cell]).count() / (double) all.size());
        assertThat(positions.spatialEntropy().orElseThrow()).isBetween(0.0, 1 + 1e-12);
    }
}
