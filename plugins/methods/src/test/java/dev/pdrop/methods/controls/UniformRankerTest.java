// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.pdrop.methods.FixedState;
import dev.pdrop.methods.Ranked;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UniformRankerTest {

    @Test
    void ranksASquareOfFourByFourByHand() {
        // The classic threshold matrix of sixteen: the lower, the earlier kept.
        int[][] order = {{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};

        float[] scores = scores(grid(0, 4, 4));

        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                assertThat(scores[4 * row + column]).isEqualTo(-order[row][column] / 16f);
            }
        }
    }

    @Test
    void aQuarterIsEverySecondTokenOfEverySecondRow() {
        assertThat(kept(grid(0, 12, 12), 36))
                .hasSize(36)
                .allMatch(token -> token.row() % 2 == 0 && token.column() % 2 == 0);
    }

    @Test
    void halfIsAChessBoard() {
        assertThat(kept(grid(0, 12, 12), 72)).hasSize(72).allMatch(token -> (token.row() + token.column()) % 2 == 0);
    }

    @Test
    void everyCountIsSpreadOverRowsAndColumns() {
        List<VisualToken> all = grid(0, 24, 24);
        for (int keep : List.of(24, 64, 100, 144, 192, 288, 400)) {
            List<VisualToken> kept = kept(all, keep);
            for (int band = 0; band < 3; band++) {
                int from = 8 * band;
                assertThat(kept.stream()
                                        .filter(one -> one.row() / 8 == from / 8)
                                        .count()
                                / (double) keep)
                        .as("rows from %d of %d kept", from, keep)
                        .isBetween(.27, .40);
                assertThat(kept.stream()
                                        .filter(one -> one.column() / 8 == from / 8)
                                        .count()
                                / (double) keep)
                        .as("columns from %d of %d kept", from, keep)
                        .isBetween(.27, .40);
            }
        }
    }

    @Test
    void fewerTokensAreAmongMoreTokens() {
        List<VisualToken> all = grid(0, 12, 12);
        List<VisualToken> half = kept(all, 72);

        assertThat(half).containsAll(kept(all, 18));
        assertThat(kept(half, 18)).containsExactlyElementsOf(kept(all, 18));
    }

    @Test
    void tilesAreCoveredAlikeAndSeparatorsGoFirst() {
        List<VisualToken> two = new ArrayList<>(grid(0, 4, 4));
        two.addAll(grid(1, 8, 8));
        two.add(new VisualToken(0, 1, 0, VisualToken.SEPARATOR));

        List<VisualToken> kept = kept(two, 20);

        assertThat(kept.stream().filter(one -> one.tile() == 0)).hasSize(4);
        assertThat(kept.stream().filter(one -> one.tile() == 1)).hasSize(16);
        assertThat(kept(two, 80)).noneMatch(one -> one.column() == VisualToken.SEPARATOR);
    }

    @Test
    void needsNothingAndReadsNoText() {
        assertThat(new UniformRanker().needs(Point.decoder(0))).isEmpty();
        assertThat(new UniformRanker().looksAtText()).isFalse();
    }

    private static List<VisualToken> grid(int tile, int rows, int columns) {
        return IntStream.range(0, rows * columns)
                .mapToObj(place -> new VisualToken(0, tile, place / columns, place % columns))
                .toList();
    }

    /** The best by score, ties to the lower place, in order of places. */
    private static List<VisualToken> kept(List<VisualToken> tokens, int keep) {
        float[] scores = scores(tokens);
        return IntStream.range(0, tokens.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer place) -> -scores[place])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(keep)
                .sorted()
                .map(tokens::get)
                .toList();
    }

    private static float[] scores(List<VisualToken> tokens) {
        try (NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            return Ranked.scores(new UniformRanker(), FixedState.of(tokens), stage);
        }
    }
}
