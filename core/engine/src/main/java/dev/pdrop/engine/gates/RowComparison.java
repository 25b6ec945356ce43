// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether rows that stay are what they should be: the values that enter the next layer, before and behind a drop. They
 * are the same bit for bit, or, where others are mixed into a row, the weighted sum of those but for its rounding.
 */
final class RowComparison {

    /** Of the sum of weighted magnitudes: two steps of the coarsest number format, bfloat16. */
    private static final double ROUNDING = 1 / 64.0;

    private final Backbone backbone;

    RowComparison(Backbone backbone) {
        this.backbone = backbone;
    }

    /**
     * Compares.
     *
     * @return for each example the first row of {@code after} that is not what it should be, -1 if there is none; empty
     *     if the model does not give the values, or the rows do not correspond
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
                    List<Origin> origins = staying(before, kept.mixture(example), example);
                    int first = example * before.tokens() * width;
                    return IntStream.range(0, origins.size())
                            .filter(row ->
                                    !origins.get(row).gives(old, first, now, (example * expected + row) * width, width))
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

    /** Where a row that stays comes from: one row of its example as it is, or several, mixed. */
    private static final class Origin {
        private final int[] sources;
        private final float[] weights;
        private final boolean mixed;

        Origin(int[] sources, float[] weights, boolean mixed) {
            this.sources = sources;
            this.weights = weights;
            this.mixed = mixed;
        }

        static Origin unmixed(int row) {
            return new Origin(new int[] {row}, new float[] {1}, false);
        }

        boolean gives(float[] old, int first, float[] now, int to, int width) {
            return IntStream.range(0, width).allMatch(i -> gives(old, first + i, now[to + i], width));
        }

        private boolean gives(float[] old, int from, float found, int width) {
            if (!mixed) {
                return Float.floatToRawIntBits(old[from + sources[0] * width]) == Float.floatToRawIntBits(found);
            }
            double sum = 0;
            double magnitude = 0;
            for (int i = 0; i < sources.length; i++) {
                double part = (double) weights[i] * old[from + sources[i] * width];
                sum += part;
                magnitude += Math.abs(part);
            }
            return Math.abs(found - sum) <= ROUNDING * magnitude;
        }
    }

    /** The rows of an example that stay, in order: all text, and the visual tokens kept. */
    private static List<Origin> staying(DecoderState before, Mixture kept, int example) {
        int[] visual = before.visualRows(example);
        BitSet text = new BitSet();
        text.set(0, before.tokens());
        IntStream.of(visual).forEach(text::clear);
        int[] places = kept.kept();
        List<Origin> staying = new ArrayList<>();
        int next = 0;
        for (int row = 0; row < before.tokens(); row++) {
            if (text.get(row)) {
                staying.add(Origin.unmixed(row));
            } else if (next < places.length && visual[places[next]] == row) {
                int[] sources = IntStream.of(kept.sources(next))
                        .map(place -> visual[place])
                        .toArray();
                staying.add(new Origin(sources, kept.weights(next), kept.mixes(next)));
                next++;
            }
        }
        return staying;
    }
}
