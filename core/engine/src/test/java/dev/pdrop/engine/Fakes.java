// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Hand-written rankers and schedules whose outcome can be told beforehand. */
public final class Fakes {

    private Fakes() {}

    /** Scores each visual token left by its column in the grid of its image. */
    public static TokenRanker byColumn() {
        return ranker(context -> scores(
                context, (example, place) -> context.origins(example).get(place).column()));
    }

    /** Gives every token the same score. */
    public static TokenRanker constant(float score) {
        return ranker(context -> scores(context, (example, place) -> score));
    }

    /** Chooses itself, and other numbers for other examples, by their images alone. */
    public static TokenRanker uneven() {
        return ranker(false, context -> drawn(context, 6));
    }

    /** Chooses itself, one token or two, by the question: some batches come out even. */
    public static TokenRanker unevenReading() {
        return ranker(true, context -> drawn(context, 2));
    }

    private static Ranking drawn(RankingContext context, int most) {
        int[][] kept = new int[context.batch()][];
        for (int example = 0; example < kept.length; example++) {
            kept[example] = IntStream.range(0, 1 + context.random(example).nextInt(most))
                    .toArray();
        }
        return new Ranking.Selection(kept);
    }

    /**
     * Keeps the first tokens and mixes another one into each of them; everything as it is if everything is to stay.
     *
     * @param own what weight a token that stays has itself
     */
    public static TokenRanker merging(float own) {
        return ranker(context -> {
            int keep = context.keep();
            int[] kept = IntStream.range(0, keep).toArray();
            int rest = context.visualTokens() - keep;
            Mixture mixture = rest == 0
                    ? Mixture.of(kept)
                    : new Mixture(
                            kept,
                            IntStream.of(kept)
                                    .mapToObj(place -> new int[] {place, keep + place % rest})
                                    .toArray(int[][]::new),
                            IntStream.of(kept)
                                    .mapToObj(place -> new float[] {own, 1 - own})
                                    .toArray(float[][]::new));
            return new Ranking.Merge(Collections.nCopies(context.batch(), mixture));
        });
    }

    /** Draws a score for each token. */
    public static TokenRanker random() {
        return ranker(context -> scores(
                context,
                (example, place) -> context.random(example)
                        .doubles()
                        .skip(place)
                        .findFirst()
                        .orElseThrow()));
    }

    /** The attention of the last prompt token in one layer. */
    public static Capture attentionOf(int layer) {
        return Capture.of(layer, Capture.Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN);
    }

    /** The mean over heads of what visual tokens were paid. */
    public static NDArray headMean(RankingContext context, Capture capture) {
        NDArray visual = context.visual(context.captured(capture), -1);
        return visual.mean(new int[] {1}).reshape(context.batch(), context.visualTokens());
    }

    /** Ranks by the attention of the layer that ran last, as FastV does. */
    public static TokenRanker byAttentionOfTheLayerBefore() {
        return new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                return Set.of(attentionOf(((Point.DecoderLayer) at).layer() - 1));
            }

            @Override
            public Ranking rank(RankingContext context) {
                int layer = ((Point.DecoderLayer) context.point()).layer();
                return new Ranking.Scores(headMean(context, attentionOf(layer - 1)));
            }

            @Override
            public boolean looksAtText() {
                return true;
            }
        };
    }

    public static TokenRanker ranker(Function<RankingContext, Ranking> rank) {
        return ranker(false, rank);
    }

    private static TokenRanker ranker(boolean looksAtText, Function<RankingContext, Ranking> rank) {
        return new TokenRanker() {
            @Override
            public Set<Capture> needs(Point at) {
                return Set.of();
            }

            @Override
            public Ranking rank(RankingContext context) {
                return rank.apply(context);
            }

            @Override
            public boolean looksAtText() {
                return looksAtText;
            }
        };
    }

    public static Method method(TokenRanker ranker, PositionPolicy positions, Stage... stages) {
        return new Method(Optional.of(ranker), scheduler(List.of(stages)), positions);
    }

    public static Method full() {
        return new Method(Optional.empty(), scheduler(List.of()), PositionPolicy.ORIGINAL);
    }

    public static StageScheduler scheduler(List<Stage> stages) {
        return new StageScheduler() {
            @Override
            public Schedule plan(Geometry geometry, int visualTokens) {
                return new Schedule(stages);
            }

            @Override
            public String describe() {
                return stages.toString();
            }
        };
    }

    private interface Score {
        double of(int example, int place);
    }

    private static Ranking scores(RankingContext context, Score score) {
        float[] values = new float[context.batch() * context.visualTokens()];
        for (int example = 0; example < context.batch(); example++) {
            for (int place = 0; place < context.visualTokens(); place++) {
                values[example * context.visualTokens() + place] = (float) score.of(example, place);
            }
        }
        return new Ranking.Scores(context.manager().create(values, new Shape(context.batch(), context.visualTokens())));
    }
}
