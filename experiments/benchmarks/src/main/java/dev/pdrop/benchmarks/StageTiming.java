// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.benchmarks;

import ai.djl.ndarray.NDManager;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.TopSelection;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;

/**
 * Times the stages of a method each with the layer before and the layer behind it, which is all that ranking touches.
 */
final class StageTiming {

    private static final int REPEATS = 40;
    private static final Seeds SEEDS = new Seeds(17, "benchmark", 0);

    private final Backbone backbone;
    private final Prompt prompt;
    private final VisualFeatures features;

    StageTiming(Backbone backbone, Prompt prompt, VisualFeatures features) {
        this.backbone = backbone;
        this.prompt = prompt;
        this.features = features;
    }

    /** The best time of each stage and its two neighbouring layers, summed over the stages, in milliseconds. */
    double millis(Method method) {
        double sum = 0;
        DecoderState state = backbone.embed(List.of(prompt), features);
        try {
            for (Stage stage :
                    method.plan(backbone.geometry(), state.visualTokens()).stages()) {
                int layer = ((Point.DecoderLayer) stage.point()).layer();
                DecoderState before = backbone.advance(state, layer - 1, Set.of());
                state.close();
                state = before;
                double best = Double.MAX_VALUE;
                for (int repeat = 0; repeat < REPEATS; repeat++) {
                    best = Math.min(best, once(method, stage, layer, state));
                }
                sum += best;
                DecoderState after = pass(method, stage, layer, state);
                state.close();
                state = after;
            }
            return sum;
        } finally {
            state.close();
        }
    }

    private double once(Method method, Stage stage, int layer, DecoderState before) {
        long start = System.nanoTime();
        pass(method, stage, layer, before).close();
        return (System.nanoTime() - start) / 1e6;
    }

    /** One layer, the stage, one layer. */
    private DecoderState pass(Method method, Stage stage, int layer, DecoderState before) {
        TokenRanker ranker = method.ranker().orElseThrow();
        Set<Capture> needs = ranker.needs(stage.point());
        try (DecoderState at = backbone.advance(before, layer, needs);
                DecoderState reduced = reduce(method, ranker, stage, at)) {
            return backbone.advance(reduced, layer + 1, Set.of());
        }
    }

    private DecoderState reduce(Method method, TokenRanker ranker, Stage stage, DecoderState at) {
        int keep = stage.action().visualTokens();
        try (NDManager scope = backbone.newManager()) {
            Ranking.Scores scores = (Ranking.Scores) ranker.rank(
                    new RankingContext(at, keep, example -> SEEDS.generator("example", stage.point()), scope));
            int[] kept = TopSelection.of(scores.values().toFloatArray(), keep, "benchmark")
                    .kept();
            return backbone.retain(at, new Retention(new int[][] {kept}), method.positions());
        }
    }
}
