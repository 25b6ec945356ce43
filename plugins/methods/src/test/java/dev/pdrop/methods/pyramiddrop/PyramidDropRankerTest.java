// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.methods.Ranked;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Config;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Heads;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Layer;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Query;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Softmax;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import org.junit.jupiter.api.Test;

class PyramidDropRankerTest {

    private static final Capture.Rotation POST = Capture.Rotation.POST;
    private static final Config OFFICIAL =
            new Config(Softmax.ROW, POST, Query.LAST_PROMPT_TOKEN, Layer.NEXT, Heads.MEAN);

    /* One prompt: text, two visual tokens, text. Head 0 attends 1, 2, 4, 1 eighths; head 1 attends 15, 4, 1, 0
     * twentieths. Head 1 hardly looks at the image, so the two scopes of the softmax rank differently. */
    private static final float[] HEAD_0 = logarithms(1, 2, 4, 1);
    private static final float[] HEAD_1 = logarithms(15, 4, 1, 0);
    private static final int[][] ROWS = {{1, 2}};

    @Test
    void weighsHeadsByWhatTheyPayTheImageWhenTheSoftmaxRunsOverTheRow() {
        assertScores(OFFICIAL, oneQuery(), (2 / 8f + 4 / 20f) / 2, (4 / 8f + 1 / 20f) / 2);
    }

    @Test
    void weighsHeadsAlikeWhenTheSoftmaxRunsOverTheVisualTokens() {
        Config config = new Config(Softmax.VISUAL, POST, Query.LAST_PROMPT_TOKEN, Layer.NEXT, Heads.MEAN);

        assertScores(config, oneQuery(), (2 / 6f + 4 / 5f) / 2, (4 / 6f + 1 / 5f) / 2);
    }

    @Test
    void averagesTheScaledProductsWithoutASoftmax() {
        Config config = new Config(Softmax.NONE, POST, Query.LAST_PROMPT_TOKEN, Layer.NEXT, Heads.MEAN);

        assertScores(config, oneQuery(), (float) Math.log(8) / 2, (float) Math.log(4) / 2);
    }

    @Test
    void takesTheLargestHead() {
        Config config = new Config(Softmax.ROW, POST, Query.LAST_PROMPT_TOKEN, Layer.NEXT, Heads.MAX);

        assertScores(config, oneQuery(), 2 / 8f, 4 / 8f);
    }

    @Test
    void averagesQueriesAfterTheSoftmax() {
        Config config = new Config(Softmax.ROW, POST, Query.PROMPT_MEAN, Layer.NEXT, Heads.MEAN);
        // A second query row, one a head, whose products are larger by far: an average before the softmax would follow
        // it alone.
        float[] louder0 = shifted(logarithms(1, 1, 2, 4), 20);
        float[] louder1 = shifted(logarithms(1, 2, 1, 0), 20);
        float[] values = concatenated(HEAD_0, louder0, HEAD_1, louder1);

        float[] scores = Ranked.scores(new PyramidDropRanker(config), 3, values, new Shape(1, 2, 2, 4), ROWS);

        float first = ((2 / 8f + 4 / 20f) / 2 + (1 / 8f + 2 / 4f) / 2) / 2;
        float second = ((4 / 8f + 1 / 20f) / 2 + (2 / 8f + 1 / 4f) / 2) / 2;
        assertThat(scores).containsExactly(new float[] {first, second}, within(1e-6f));
    }

    @Test
    void takesTheLargestHeadOfEachQueryBeforeAveragingQueries() {
        Config config = new Config(Softmax.ROW, POST, Query.PROMPT_MEAN, Layer.NEXT, Heads.MAX);
        float[] values = concatenated(HEAD_0, logarithms(1, 1, 2, 4), HEAD_1, logarithms(1, 2, 1, 0));

        float[] scores = Ranked.scores(new PyramidDropRanker(config), 3, values, new Shape(1, 2, 2, 4), ROWS);

        assertThat(scores).containsExactly(new float[] {(2 / 8f + 2 / 4f) / 2, (4 / 8f + 1 / 4f) / 2}, within(1e-6f));
    }

    @Test
    void ranksVisualTokensThatAreNotNeighboursAndDifferFromExampleToExample() {
        float[] values = concatenated(HEAD_0, HEAD_1, HEAD_1, HEAD_0);

        float[] scores = Ranked.scores(
                new PyramidDropRanker(OFFICIAL), 3, values, new Shape(2, 2, 1, 4), new int[][] {{0, 2}, {1, 2}});

        assertThat(scores)
                .containsExactly(
                        new float[] {
                            (1 / 8f + 15 / 20f) / 2,
                            (4 / 8f + 1 / 20f) / 2,
                            (2 / 8f + 4 / 20f) / 2,
                            (4 / 8f + 1 / 20f) / 2
                        },
                        within(1e-6f));
    }

    @Test
    void needsTheProductsOfTheLayerThatRunsNext() {
        assertThat(new PyramidDropRanker(OFFICIAL).needs(Point.decoder(8)))
                .containsExactly(Capture.of(8, Capture.Kind.SCORES, Queries.Named.LAST_PROMPT_TOKEN));
        assertThat(new PyramidDropRanker(OFFICIAL).needs(Point.decoder(0)))
                .containsExactly(Capture.of(0, Capture.Kind.SCORES, Queries.Named.LAST_PROMPT_TOKEN));
    }

    @Test
    void needsWhatItsOptionsName() {
        Config config = new Config(Softmax.ROW, Capture.Rotation.NONE, Query.PROMPT_MEAN, Layer.CURRENT, Heads.MEAN);

        assertThat(new PyramidDropRanker(config).needs(Point.decoder(8)))
                .containsExactly(Capture.of(7, Capture.Kind.SCORES, Queries.Named.TEXT_AFTER_IMAGE)
                        .rotated(Capture.Rotation.NONE));
    }

    @Test
    void refusesToLookBackFromBeforeTheFirstLayer() {
        Config config = new Config(Softmax.ROW, POST, Query.LAST_PROMPT_TOKEN, Layer.CURRENT, Heads.MEAN);

        assertThatThrownBy(() -> new PyramidDropRanker(config).needs(Point.decoder(0)))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before decoder layer 1 or a later one for the ranker pyramid-drop with"
                        + " layer = current, found one before layer 0: let the schedule begin later, or set layer ="
                        + " next");
    }

    @Test
    void refusesPointsInsideTheVisionTower() {
        assertThatThrownBy(() -> new PyramidDropRanker(OFFICIAL).needs(new Point.VisionLayer(3)))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessageContaining("found one before vision layer 3");
    }

    @Test
    void looksAtTheText() {
        assertThat(new PyramidDropRanker(OFFICIAL).looksAtText()).isTrue();
    }

    private static float[] oneQuery() {
        return concatenated(HEAD_0, HEAD_1);
    }

    private static void assertScores(Config config, float[] values, float... expected) {
        float[] scores = Ranked.scores(new PyramidDropRanker(config), 3, values, new Shape(1, 2, 1, 4), ROWS);

        assertThat(scores).containsExactly(expected, within(1e-6f));
    }

    private static float[] logarithms(double... values) {
        float[] logarithms = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            logarithms[i] = (float) Math.log(values[i]);
        }
        return logarithms;
    }

    private static float[] shifted(float[] values, float by) {
        float[] shifted = values.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += by;
        }
        return shifted;
    }

    private static float[] concatenated(float[]... parts) {
        float[] all = new float[parts.length * parts[0].length];
        for (int i = 0; i < parts.length; i++) {
            System.arraycopy(parts[i], 0, all, i * parts[i].length, parts[i].length);
        }
        return all;
    }
}
