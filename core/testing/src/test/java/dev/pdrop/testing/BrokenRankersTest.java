// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualToken;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A ranker that does one thing wrong fails the test that is about it. */
final class BrokenRankersTest {

    @ParameterizedTest
    @MethodSource
    void failsItsContract(TokenRanker broken, Consumer<TokenRankerContract> test) {
        TokenRankerContract contract = () -> broken;
        assertThatThrownBy(() -> test.accept(contract)).isInstanceOf(AssertionError.class);
    }

    static Stream<Arguments> failsItsContract() {
        return Stream.of(
                broken(
                        "needs what comes later",
                        ranker(layer -> Set.of(keys(layer + 1)), context -> constant(context, 1)),
                        TokenRankerContract::needsOnlyWhatHasBeenComputed),
                broken(
                        "gives no number",
                        ranker(BrokenRankersTest::nothing, context -> constant(context, Float.NaN)),
                        TokenRankerContract::judgesEachVisualTokenAndOnlyThose),
                broken(
                        "scores text too",
                        ranker(BrokenRankersTest::allKeys, context -> norms(context, context.captured(keys(context)))),
                        TokenRankerContract::judgesEachVisualTokenAndOnlyThose),
                broken(
                        "selects what is not there",
                        ranker(BrokenRankersTest::nothing, BrokenRankersTest::selectTooFar),
                        TokenRankerContract::judgesEachVisualTokenAndOnlyThose),
                broken(
                        "has randomness of its own",
                        ranker(BrokenRankersTest::nothing, ownRandomness()),
                        TokenRankerContract::judgesEqualContextsEqually),
                broken(
                        "changes a capture",
                        ranker(BrokenRankersTest::allKeys, context -> {
                            context.captured(keys(context)).subi(1);
                            return constant(context, 1);
                        }),
                        TokenRankerContract::leavesItsArgumentsAsTheyWere),
                broken(
                        "moves a capture",
                        ranker(BrokenRankersTest::allKeys, context -> {
                            context.captured(keys(context)).attach(context.manager());
                            return constant(context, 1);
                        }),
                        TokenRankerContract::leavesItsArgumentsAsTheyWere),
                broken(
                        "computes beside the captures",
                        ranker(BrokenRankersTest::allKeys, context -> {
                            context.captured(keys(context)).add(1);
                            return constant(context, 1);
                        }),
                        TokenRankerContract::leaksNothing),
                broken(
                        "compares examples",
                        ranker(BrokenRankersTest::nothing, context -> constant(context, context.batch())),
                        TokenRankerContract::judgesABatchLikeEachExampleAlone),
                broken(
                        "sees one image only",
                        ranker(BrokenRankersTest::nothing, BrokenRankersTest::firstImageOnly),
                        TokenRankerContract::judgesSeveralImagesJointly),
                broken(
                        "thinks that all tokens are there",
                        ranker(
                                BrokenRankersTest::nothing,
                                context -> new Ranking.Scores(
                                        context.manager().ones(new ai.djl.ndarray.types.Shape(context.batch(), 8)))),
                        TokenRankerContract::judgesWhatAnEarlierStageLeft),
                broken(
                        "does not look at what it needs",
                        ranker(BrokenRankersTest::allKeys, context -> constant(context, 1)),
                        TokenRankerContract::stopsWithoutADeclaredNeed),
                broken(
                        "looks at the text in secret",
                        new AttentionRankerContractTest.LastTokenAttention() {
                            @Override
                            public boolean looksAtText() {
                                return false;
                            }
                        },
                        TokenRankerContract::looksAtTheTextOnlyIfItSaysSo));
    }

    private static Arguments broken(String what, TokenRanker ranker, Consumer<TokenRankerContract> test) {
        return Arguments.of(Named.of(what, ranker), Named.of("contract", test));
    }

    private static TokenRanker ranker(
            Function<Integer, Set<Capture>> needs, Function<RankingContext, Ranking> ranking) {
        return new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                return needs.apply(((Point.DecoderLayer) at).layer());
            }

            @Override
            public Ranking rank(RankingContext context) {
                return ranking.apply(context);
            }

            @Override
            public boolean looksAtText() {
                return true;
            }
        };
    }

    private static Set<Capture> nothing(int layer) {
        return Set.of();
    }

    private static Set<Capture> allKeys(int layer) {
        return Set.of(keys(layer));
    }

    private static Capture keys(int layer) {
        return Capture.of(layer, Capture.Kind.KEY, Queries.Named.ALL);
    }

    private static Capture keys(RankingContext context) {
        return keys(((Point.DecoderLayer) context.point()).layer());
    }

    private static Ranking constant(RankingContext context, float value) {
        var shape = new ai.djl.ndarray.types.Shape(context.batch(), context.visualTokens());
        return new Ranking.Scores(context.manager().full(shape, value));
    }

    private static Ranking norms(RankingContext context, NDArray keys) {
        NDArray norms = keys.square().sum(new int[] {3}).sum(new int[] {1});
        norms.attach(context.manager());
        return new Ranking.Scores(norms);
    }

    private static Ranking selectTooFar(RankingContext context) {
        int[][] kept = new int[context.batch()][];
        Arrays.fill(kept, new int[] {context.visualTokens()});
        return new Ranking.Selection(kept);
    }

    private static Function<RankingContext, Ranking> ownRandomness() {
        Random random = new Random(1);
        return context -> constant(context, random.nextFloat());
    }

    private static Ranking firstImageOnly(RankingContext context) {
        long first = context.origins(0).stream()
                .mapToInt(VisualToken::image)
                .filter(image -> image == 0)
                .count();
        var shape = new ai.djl.ndarray.types.Shape(context.batch(), first);
        return new Ranking.Scores(context.manager().ones(shape));
    }
}
