// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.quality.ChanceEntropy.Draw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChanceEntropyTest {

    /** Two questions keep one of two cells each: the same one half of the time (0), else both (log 2). */
    @Test
    void twoQuestionsOnTwoCells() {
        Draw draw = Draw.of(1, new int[] {0, 1});

        assertThat(ChanceEntropy.of(2, List.of(draw, draw)).orElseThrow()).isCloseTo(0.5, within(1e-12));
    }

    /** Cell 0 has two of three tokens. One of three is kept twice: both in it 4/9, both in the other 1/9, else 4/9. */
    @Test
    void cellsMayHoldSeveralTokens() {
        Draw draw = Draw.of(1, new int[] {0, 0, 1});

        assertThat(ChanceEntropy.of(2, List.of(draw, draw)).orElseThrow()).isCloseTo(4.0 / 9, within(1e-12));
    }

    @Test
    void whoKeepsAllSpreadsOverAll() {
        assertThat(ChanceEntropy.of(4, List.of(Draw.of(4, new int[] {0, 1, 2, 3})))
                        .orElseThrow())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void nothingKeptHasNone() {
        assertThat(ChanceEntropy.of(4, List.of(Draw.of(0, new int[] {0, 1})))).isEmpty();
        assertThat(ChanceEntropy.of(1, List.of(Draw.of(1, new int[] {0})))).isEmpty();
    }

    @Test
    void moreThanThereAreIsRefused() {
        assertThatThrownBy(() -> Draw.of(3, new int[] {0, 1})).hasMessageContaining("expected 0 to 2 kept tokens");
    }

    /** What made the entropy itself useless for comparing: all keep at random, only not as many. */
    @Test
    void choicesAtRandomHaveASpreadOfOneWhateverTheirNumber() {
        int[] grid = IntStream.range(0, 144).toArray();
        for (int kept : new int[] {4, 16, 72}) {
            Random random = new Random(17);
            double entropy = KeptPositions.of(
                            12, 12, IntStream.range(0, 64).mapToObj(question -> some(grid, kept, random)))
                    .spatialEntropy()
                    .orElseThrow();
            double chance = ChanceEntropy.of(144, Collections.nCopies(64, Draw.of(kept, grid)))
                    .orElseThrow();
            assertThat(entropy / chance).isCloseTo(1, within(0.01));
        }
        double few =
                ChanceEntropy.of(144, Collections.nCopies(8, Draw.of(4, grid))).orElseThrow();
        double many =
                ChanceEntropy.of(144, Collections.nCopies(8, Draw.of(72, grid))).orElseThrow();
        assertThat(many - few).as("by their number alone").isGreaterThan(0.25);
    }

    private static int[] some(int[] grid, int kept, Random random) {
        List<Integer> cells = new ArrayList<>(IntStream.of(grid).boxed().toList());
        Collections.shuffle(cells, random);
        return cells.subList(0, kept).stream().mapToInt(Integer::intValue).toArray();
    }
}
