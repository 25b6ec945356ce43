// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.util.Set;

/** A ranker that does everything right passes. */
final class AttentionRankerContractTest implements TokenRankerContract {

    @Override
    public TokenRanker ranker() {
        return new LastTokenAttention();
    }

    /** Attention of the last prompt token in the layer below. */
    static class LastTokenAttention implements TokenRanker {

        @Override
        public Set<Capture> needs(Point at) {
            if (!(at instanceof Point.DecoderLayer decoder) || decoder.layer() == 0) {
                throw new InvalidMethodException(
                        "expected a stage after the first layer, found one " + at + ": choose a later layer");
            }
            return Set.of(capture(decoder.layer()));
        }

        @Override
        public Ranking rank(RankingContext context) {
            NDArray attention = context.captured(capture(((Point.DecoderLayer) context.point()).layer()));
            try (NDManager scope = context.manager().newSubManager()) {
                NDArray visual = context.visual(attention, 3);
                scope.tempAttachAll(visual);
                NDArray mean = visual.mean(new int[] {2}).mean(new int[] {1});
                return new Ranking.Scores(scope.ret(mean));
            }
        }

        @Override
        public boolean looksAtText() {
            return true;
        }

        private static Capture capture(int layer) {
            return Capture.of(layer - 1, Capture.Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN);
        }
    }
}
