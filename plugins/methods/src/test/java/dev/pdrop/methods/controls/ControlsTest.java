// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.pdrop.methods.FixedState;
import dev.pdrop.methods.Models;
import dev.pdrop.methods.Ranked;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ControlsTest {

    private static final FixedState TWO_PROMPTS =
            new FixedState(0, 6, new int[][] {{1, 2, 3, 4}, {1, 2, 3, 4}}, Map.of());

    @Test
    void randomRanksEachExampleByItsOwnGenerator() {
        try (NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            float[] scores = Ranked.scores(new RandomRanker(), TWO_PROMPTS, stage);

            assertThat(Arrays.copyOfRange(scores, 0, 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(Arrays.copyOfRange(scores, 4, 8)).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
        assertThat(scores(1, 1)).isEqualTo(scores(1, 1));
        assertThat(Arrays.copyOfRange(scores(1, 2), 0, 4)).isEqualTo(Arrays.copyOfRange(scores(1, 3), 0, 4));
    }

    @Test
    void randomKeepsEveryTokenEquallyOften() {
        int draws = 6000;
        int[] best = new int[4];
        for (int seed = 0; seed < draws; seed++) {
            float[] scores = scores(seed, seed);
            for (int place = 0; place < 4; place++) {
                best[place] += scores[place] >= 2 ? 1 : 0;
            }
        }

        // 6000 draws of two in four: 3000 each, with a standard deviation of 39.
        for (int count : best) {
            assertThat(count).isBetween(2800, 3200);
        }
    }

    @Test
    void randomNeedsNothingAndReadsNoText() {
        assertThat(new RandomRanker().needs(Point.decoder(0))).isEmpty();
        assertThat(new RandomRanker().looksAtText()).isFalse();
    }

    @Test
    void noReductionHasNoStages() {
        assertThat(new NoReductionScheduler().plan(Models.withLayers(32), 576).stages())
                .isEmpty();
        assertThat(new NoReductionScheduler().describe()).isEqualTo("none");
    }

    private static float[] scores(long firstSeed, long secondSeed) {
        try (NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            RankingContext context = new RankingContext(
                    TWO_PROMPTS, 2, example -> new SplittableRandom(example == 0 ? firstSeed : secondSeed), stage);
            return ((Ranking.Scores) new RandomRanker().rank(context)).values().toFloatArray();
        }
    }
}
