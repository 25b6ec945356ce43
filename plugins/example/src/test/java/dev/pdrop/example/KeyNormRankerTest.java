// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyNormRankerTest {

    private static final KeyNormRanker RANKER = new KeyNormRanker(new KeyNormRanker.Config(KeyNormRanker.Keep.LARGE));

    private static final Image PICTURE = Pictures.noise(1);

    @Test
    void needsTheKeysOfTheLayerThatRunsNext() {
        assertThat(RANKER.needs(Point.decoder(0)))
                .containsExactly(
                        Capture.of(0, Capture.Kind.KEY, Queries.Named.ALL).rotated(Capture.Rotation.NONE));
    }

    @Test
    void scoresByTheMeanLengthOfKeys() {
        assertScores(KeyNormRanker.Keep.LARGE, 1);
    }

    @Test
    void turnsTheOrderAroundToKeepShortKeys() {
        assertScores(KeyNormRanker.Keep.SMALL, -1);
    }

    @Test
    void refusesPointsOutsideTheDecoder() {
        assertThatThrownBy(() -> RANKER.needs(new Point.Projector()))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before a decoder layer for the ranker key-norm, found one before the"
                        + " projector: let the schedule act in the decoder");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(Plugin.class))
                .flatExtracting(Plugin::tokenRankers)
                .extracting("class")
                .contains(KeyNormRanker.Factory.class);
    }

    private static void assertScores(KeyNormRanker.Keep keep, int sign) {
        KeyNormRanker ranker = new KeyNormRanker(new KeyNormRanker.Config(keep));
        Set<Capture> needs = ranker.needs(Point.decoder(1));
        try (ToyBackbone backbone = new ToyBackbone();
                NDManager manager = backbone.newManager();
                VisualFeatures features = backbone.encode(List.of(PICTURE), Set.of());
                DecoderState start = backbone.embed(List.of(prompt(backbone)), features);
                DecoderState state = backbone.advance(start, 1, needs)) {
            RankingContext context = new RankingContext(state, 1, SplittableRandom::new, manager);

            float[] scores = ((Ranking.Scores) ranker.rank(context)).values().toFloatArray();

            NDArray keys = state.captured(needs.iterator().next());
            int[] rows = state.visualRows(0);
            assertThat(scores).hasSameSizeAs(rows);
            for (int i = 0; i < rows.length; i++) {
                assertThat(scores[i]).isCloseTo((float) (sign * meanLength(keys, rows[i])), within(1e-5f));
            }
        }
    }

    private static Prompt prompt(ToyBackbone backbone) {
        return backbone.prompt(Conversation.raw("what is this <image> ?", List.of(PICTURE)));
    }

    /** The same in plain Java, for keys of shape (1, key heads, tokens, head size). */
    private static double meanLength(NDArray keys, int row) {
        int heads = (int) keys.getShape().get(1);
        int size = (int) keys.getShape().get(3);
        float[] values = keys.toFloatArray();
        double sum = 0;
        for (int head = 0; head < heads; head++) {
            int offset = (head * (int) keys.getShape().get(2) + row) * size;
            double squares = 0;
            for (int i = 0; i < size; i++) {
                squares += values[offset + i] * values[offset + i];
            }
            sum += Math.sqrt(squares);
        }
        return sum / heads;
    }
}
