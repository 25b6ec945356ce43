// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import dev.pdrop.spi.VisualToken;
import java.util.List;
import java.util.Set;

/**
 * The control that keeps the picture evenly covered, whatever it shows.
 *
 * <p>Ranks the places of a grid so that the first of them, however many stay, are spread as evenly over rows and
 * columns as can be: of N tokens the first N/2 are a chess board, the first N/4 every second one of every second row,
 * the first N/16 every fourth one of every fourth row. A stride over the sequence would do so only along rows, and
 * would keep whole columns where it divides their number. Each tile is covered alike; what stands for no part of the
 * picture goes first.
 *
 * <pre>
 * for each visual token at (row, column):
 *   index = 0
 *   for bit = 0, 1, .., 11:                              # lowest bit first: neighbours are far apart in the order
 *     r, c = that bit of row, of column
 *     index = 4 index + 2 (r xor c) + r                  # the order of a square of four: 0 2 / 3 1
 *   score = -index / 4^12
 * </pre>
 *
 * @source the order is that of the threshold matrices of B. E. Bayer, An optimum method for two-level rendition of
 *     continuous-tone pictures, ICC 1973; as a control for visual tokens none, no official code
 */
public final class UniformRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "uniform";

    /** So many bits of row and of column are told apart, which fill a float's 24. */
    private static final int BITS = 12;

    private static final float LOWEST = -1;

    @Override
    public Set<Capture> needs(Point at) {
        return Set.of();
    }

    @Override
    public Ranking rank(RankingContext context) {
        int visualTokens = context.visualTokens();
        float[] scores = new float[context.batch() * visualTokens];
        for (int example = 0; example < context.batch(); example++) {
            List<VisualToken> origins = context.origins(example);
            for (int place = 0; place < visualTokens; place++) {
                scores[example * visualTokens + place] = score(origins.get(place));
            }
        }
        return new Ranking.Scores(context.manager().create(scores, new Shape(context.batch(), visualTokens)));
    }

    @Override
    public boolean looksAtText() {
        return false;
    }

    private static float score(VisualToken token) {
        if (token.column() == VisualToken.SEPARATOR) {
            return LOWEST;
        }
        int index = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int row = (token.row() >> bit) & 1;
            int column = (token.column() >> bit) & 1;
            index = 4 * index + 2 * (row ^ column) + row;
        }
        return -index / (float) (1 << (2 * BITS));
    }

    /** No options. */
    public record Config() {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Ranks evenly over rows and columns: the control that keeps the picture covered.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new UniformRanker();
        }
    }
}
