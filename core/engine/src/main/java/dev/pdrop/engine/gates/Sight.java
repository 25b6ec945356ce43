// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.DecoderState;
import java.util.stream.IntStream;

/** What a state said of itself when it was made; outlives it. Immutable by agreement: its arrays are not written to. */
final class Sight {

    final int layer;
    final int tokens;
    final int visualTokens;
    final int[][] visualIndices;
    final int[][] visualRows;

    /** Ids by example, axis and row. */
    final int[][][] positions;

    /** Ids of the next rows, by example. */
    final int[] nextPositions;

    /** Rows cached by each layer that has run. */
    final int[] cached;

    private Sight(DecoderState state) {
        this.layer = state.layer();
        this.tokens = state.tokens();
        this.visualTokens = state.visualTokens();
        int batch = state.batch();
        this.visualIndices =
                IntStream.range(0, batch).mapToObj(state::visualIndices).toArray(int[][]::new);
        this.visualRows = IntStream.range(0, batch).mapToObj(state::visualRows).toArray(int[][]::new);
        this.positions = IntStream.range(0, batch).mapToObj(state::positionAxes).toArray(int[][][]::new);
        this.nextPositions = IntStream.range(0, batch).map(state::nextPosition).toArray();
        this.cached = IntStream.range(0, layer).map(state::keyValueTokens).toArray();
    }

    static Sight of(DecoderState state) {
        return new Sight(state);
    }

    int batch() {
        return positions.length;
    }

    int textTokens() {
        return tokens - visualTokens;
    }
}
