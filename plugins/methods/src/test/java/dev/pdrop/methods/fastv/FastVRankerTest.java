// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.methods.Ranked;
import dev.pdrop.methods.fastv.FastVRanker.Config;
import dev.pdrop.methods.fastv.FastVRanker.Query;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import org.junit.jupiter.api.Test;

class FastVRankerTest {

    private static final FastVRanker OFFICIAL = new FastVRanker(new Config(Query.LAST_PROMPT_TOKEN));
    private static final FastVRanker PAPER = new FastVRanker(new Config(Query.MEAN));

    @Test
    void averagesTheHeadsOfTheLastRow() {
        float[] attention = {.1f, .2f, .4f, .3f, .7f, .1f, .1f, .1f};

        float[] scores = Ranked.scores(OFFICIAL, 2, attention, new Shape(1, 2, 1, 4), new int[][] {{1, 2}});

        assertThat(scores).containsExactly(new float[] {.15f, .25f}, within(1e-6f));
    }

    @Test
    void averagesHeadsAndRows() {
        // One head; rows of the two visual tokens and of the text behind them. The first row may not see the second.
        float[] attention = {.5f, .5f, 0, 0, .2f, .3f, .5f, 0, .1f, .1f, .2f, .6f};

        float[] scores = Ranked.scores(PAPER, 2, attention, new Shape(1, 1, 3, 4), new int[][] {{1, 2}});

        assertThat(scores).containsExactly(new float[] {.9f / 3, .7f / 3}, within(1e-6f));
    }

    @Test
    void ranksEachExampleByItself() {
        float[] attention = {.1f, .2f, .3f, .4f, .4f, .3f, .2f, .1f};

        float[] scores = Ranked.scores(OFFICIAL, 2, attention, new Shape(2, 1, 1, 4), new int[][] {{0, 2}, {1, 2}});

        assertThat(scores).containsExactly(new float[] {.1f, .3f, .3f, .2f}, within(1e-6f));
    }

    @Test
    void needsTheAttentionOfTheLayerBefore() {
        assertThat(OFFICIAL.needs(Point.decoder(2)))
                .containsExactly(Capture.of(1, Capture.Kind.ATTENTION, Queries.Named.LAST_PROMPT_TOKEN));
        assertThat(PAPER.needs(Point.decoder(3)))
                .containsExactly(Capture.of(2, Capture.Kind.ATTENTION, Queries.Named.FROM_IMAGE));
    }

    @Test
    void refusesToRankBeforeTheFirstLayer() {
        assertThatThrownBy(() -> OFFICIAL.needs(Point.decoder(0)))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before decoder layer 1 or a later one for the ranker fastv, which looks"
                        + " at the attention of the layer before, found one before layer 0: choose a later layer, or"
                        + " the ranker random");
    }

    @Test
    void looksAtTheText() {
        assertThat(OFFICIAL.looksAtText()).isTrue();
    }
}
