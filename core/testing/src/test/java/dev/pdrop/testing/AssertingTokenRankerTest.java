// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.RankingBench.Situation;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class AssertingTokenRankerTest implements TokenRankerContract {

    private static final Capture KEYS = Capture.of(0, Capture.Kind.KEY, Queries.Named.ALL);

    @Override
    public TokenRanker ranker() {
        return new AssertingTokenRanker(new AttentionRankerContractTest.LastTokenAttention());
    }

    @Test
    void namesWhatIsBroken() {
        assertBroken("scores of shape (3, 1), not (3, 8)", context -> ones(context, 3, 1));
        assertBroken(
                "the score NaN", context -> new Ranking.Scores(context.manager().full(new Shape(3, 8), Float.NaN)));
        assertBroken(
                "scores that do not belong",
                context ->
                        new Ranking.Scores(context.captured(KEYS).getManager().ones(new Shape(3, 8))));
        assertBroken("the selection [1, 1]", context -> new Ranking.Selection(new int[][] {{1, 1}, {0}, {0}}));
        assertBroken("1 selections for 3", context -> new Ranking.Selection(new int[][] {{0}}));
        assertBroken("1 mixtures for 3", context -> new Ranking.Merge(List.of(Mixture.of(new int[] {0}))));
        assertBroken(
                "among 8 visual tokens",
                context -> new Ranking.Merge(Collections.nCopies(3, Mixture.of(new int[] {0, 8}))));
        assertBroken("a changed argument", context -> {
            context.captured(KEYS).addi(1);
            return ones(context, 3, 8);
        });
    }

    @Test
    void namesANeedThatComesTooLate() {
        TokenRanker ranker = new AssertingTokenRanker(ranker(context -> ones(context, 3, 8)));
        assertThat(ranker.needs(Point.decoder(0))).containsExactly(KEYS);
        assertThatThrownBy(() -> ranker.needs(new Point.VisionLayer(0))).hasMessageContaining("too late");
    }

    private static void assertBroken(String what, Function<RankingContext, Ranking> ranking) {
        AssertingTokenRanker wrapped = new AssertingTokenRanker(ranker(ranking));
        try (RankingBench bench = new RankingBench(wrapped, ToyConfig.small())) {
            assertThatThrownBy(() -> bench.rank(Situation.at(0)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(what);
        }
    }

    private static Ranking ones(RankingContext context, int batch, int tokens) {
        return new Ranking.Scores(context.manager().ones(new Shape(batch, tokens)));
    }

    private static TokenRanker ranker(Function<RankingContext, Ranking> ranking) {
        return new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                return Set.of(KEYS);
            }

            @Override
            public Ranking rank(RankingContext context) {
                return ranking.apply(context);
            }

            @Override
            public boolean looksAtText() {
                return false;
            }
        };
    }
}
