// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether rows that stay are what they were: the values that enter the next layer, bit for bit, before and behind a
 * drop.
 */
final class RowComparison {

    private final Backbone backbone;

    RowComparison(Backbone backbone) {
        this.backbone = backbone;
    }

    /**
     * Compares.
     *
     * @return for each example the first row of {@code after} that differs, -1 if none does; empty if the model does
     *     not give the values, or the rows do not correspond
     */
    int[] changed(DecoderState before, Retention kept, DecoderState after) {
        Capture rows = Capture.of(before.layer(), Capture.Kind.HIDDEN, Queries.Named.ALL);
        int expected = before.tokens() - before.visualTokens() + kept.visualTokens();
        if (!backbone.supports(rows) || after.tokens() != expected) {
            return new int[0];
        }
        float[] old = values(before, rows);
        float[] now = values(after, rows);
        int width = old.length / (before.batch() * before.tokens());
        return IntStream.range(0, before.batch())
                .map(example -> {
                    int[] sources = staying(before, kept, example);
                    return IntStream.range(0, sources.length)
                            .filter(row -> !same(
                                    old,
                                    (example * before.tokens() + sources[row]) * width,
                                    now,
                                    (example * expected + row) * width,
                                    width))
                            .findFirst()
                            .orElse(-1);
                })
                .toArray();
    }

    /* A state may carry these values, handed on from earlier: it is asked without them first, so that they are computed
     * from the rows that it really holds. */
    private float[] values(DecoderState state, Capture rows) {
        try (DecoderState bare = backbone.advance(state, state.layer(), Set.of());
                DecoderState showing = backbone.advance(bare, state.layer(), Set.of(rows))) {
            return showing.captured(rows).toFloatArray();
        }
    }

    /** The rows of an example that stay, ascending: all text, and the visual tokens kept. */
    private static int[] staying(DecoderState before, Retention kept, int example) {
        BitSet staying = new BitSet();
        staying.set(0, before.tokens());
        int[] visual = before.visualRows(example);
        Arrays.stream(visual).forEach(staying::clear);
        Arrays.stream(kept.kept(example)).forEach(place -> staying.set(visual[place]));
        return staying.stream().toArray();
    }

    private static boolean same(float[] old, int from, float[] now, int to, int width) {
        for (int i = 0; i < width; i++) {
            if (Float.floatToRawIntBits(old[from + i]) != Float.floatToRawIntBits(now[to + i])) {
                return false;
            }
        }
        return true;
    }
}
