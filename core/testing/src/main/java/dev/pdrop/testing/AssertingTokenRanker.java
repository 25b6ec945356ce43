// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A ranker that checks at each call what {@link TokenRanker} promises, and that it is called as it may be. */
public final class AssertingTokenRanker implements TokenRanker {

    private final TokenRanker ranker;

    /** Wraps a ranker. */
    public AssertingTokenRanker(TokenRanker ranker) {
        this.ranker = ranker;
    }

    @Override
    public Set<Capture> needs(Point at) {
        Set<Capture> needs = ranker.needs(at);
        for (Capture need : needs) {
            Asserting.check(need.point().compareTo(at) <= 0, "a need that comes too late %s: %s", at, need);
        }
        return needs;
    }

    @Override
    public Ranking rank(RankingContext context) {
        Asserting.check(context.visualTokens() > 0, "ranking where there is no visual token");
        Asserting.check(
                context.keep() >= 0 && context.keep() <= context.visualTokens(),
                "keeping %d of %d visual tokens",
                context.keep(),
                context.visualTokens());
        Map<Capture, float[]> before = values(context);
        Ranking ranking = ranker.rank(context);
        values(context)
                .forEach((capture, value) ->
                        Asserting.check(Arrays.equals(value, before.get(capture)), "a changed argument: %s", capture));
        if (ranking instanceof Ranking.Scores scores) {
            checkScores(scores.values(), context);
        } else if (ranking instanceof Ranking.Merge merge) {
            checkMerge(merge, context);
        } else {
            checkSelection((Ranking.Selection) ranking, context);
        }
        return ranking;
    }

    @Override
    public boolean looksAtText() {
        return ranker.looksAtText();
    }

    private Map<Capture, float[]> values(RankingContext context) {
        Map<Capture, float[]> values = new LinkedHashMap<>();
        for (Capture need : ranker.needs(context.point())) {
            values.put(need, context.captured(need).toFloatArray());
        }
        return values;
    }

    private static void checkScores(NDArray values, RankingContext context) {
        Shape expected = new Shape(context.batch(), context.visualTokens());
        Asserting.check(values.getShape().equals(expected), "scores of shape %s, not %s", values.getShape(), expected);
        Asserting.check(values.getDataType() == DataType.FLOAT32, "scores in %s", values.getDataType());
        Asserting.check(
                values.getManager().equals(context.manager()), "scores that do not belong to the context's manager");
        for (float value : values.toFloatArray()) {
            Asserting.check(Float.isFinite(value), "the score %s", value);
        }
    }

    private static void checkMerge(Ranking.Merge merge, RankingContext context) {
        Asserting.check(
                merge.batch() == context.batch(), "%d mixtures for %d examples", merge.batch(), context.batch());
        for (int example = 0; example < context.batch(); example++) {
            Asserting.check(
                    merge.mixture(example).fits(context.visualTokens()),
                    "the mixture %s among %d visual tokens",
                    merge.mixture(example),
                    context.visualTokens());
        }
    }

    private static void checkSelection(Ranking.Selection selection, RankingContext context) {
        Asserting.check(
                selection.batch() == context.batch(),
                "%d selections for %d examples",
                selection.batch(),
                context.batch());
        for (int example = 0; example < context.batch(); example++) {
            int[] kept = selection.kept(example);
            int[] ascending = Arrays.stream(kept).sorted().distinct().toArray();
            boolean inside = Arrays.stream(kept).allMatch(place -> place >= 0 && place < context.visualTokens());
            Asserting.check(
                    inside && Arrays.equals(kept, ascending),
                    "the selection %s among %d visual tokens",
                    Arrays.toString(kept),
                    context.visualTokens());
        }
    }
}
