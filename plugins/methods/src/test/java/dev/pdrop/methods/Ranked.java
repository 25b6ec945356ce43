// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs a ranker on values written down by hand, checking whose the arrays are. */
public final class Ranked {

    private Ranked() {}

    /**
     * The scores that a ranker gives, row-major (batch, visual tokens).
     *
     * @param ranker needs exactly one capture at {@code layer}
     * @param values of that capture
     * @param visualRows rows of the visual tokens of each example
     */
    public static float[] scores(TokenRanker ranker, int layer, float[] values, Shape shape, int[][] visualRows) {
        Capture need = ranker.needs(Point.decoder(layer)).iterator().next();
        try (NDManager state = Engine.getEngine("PyTorch").newBaseManager();
                NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray captured = state.create(values, shape);
            int tokens = (int) shape.get(shape.dimension() - 1);
            float[] scores = scores(ranker, new FixedState(layer, tokens, visualRows, Map.of(need, captured)), stage);
            if (captured.getManager() != state || !Arrays.equals(captured.toFloatArray(), values)) {
                throw new AssertionError("the ranker did not leave the captured value as it was");
            }
            return scores;
        }
    }

    /** The scores that a ranker gives for a state, row-major (batch, visual tokens). */
    public static float[] scores(TokenRanker ranker, DecoderState state, NDManager stage) {
        RankingContext context = new RankingContext(state, 1, SplittableRandom::new, stage);
        NDArray scores = ((Ranking.Scores) ranker.rank(context)).values();
        if (scores.getManager() != stage || stage.getManagedArrays().size() != 1) {
            throw new AssertionError("the ranker must leave its scores and nothing else with the context's manager");
        }
        if (!scores.getShape().equals(new Shape(state.batch(), state.visualTokens()))) {
            throw new AssertionError("the scores have shape " + scores.getShape());
        }
        return scores.toFloatArray();
    }
}
