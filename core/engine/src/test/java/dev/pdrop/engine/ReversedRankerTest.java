// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On a toy model of eight visual tokens in two rows of four. */
final class ReversedRankerTest {

    private static final TokenRanker COLUMN = Fakes.byColumn();

    @Test
    void keepsWhatTheOtherRankerDropsFirst() {
        assertThat(kept(COLUMN, 2)).containsExactly(3, 7);
        assertThat(kept(new ReversedRanker(COLUMN), 2)).containsExactly(0, 4);
        // Of the next ones, columns tie, and the lower place goes first.
        assertThat(kept(new ReversedRanker(COLUMN), 3)).containsExactly(0, 1, 4);
    }

    @Test
    void turnedRoundTwiceItIsTheSame() {
        assertThat(kept(new ReversedRanker(new ReversedRanker(COLUMN)), 3)).isEqualTo(kept(COLUMN, 3));
    }

    @Test
    void needsAndReadsWhatTheOtherDoes() {
        TokenRanker attention = Fakes.byAttentionOfTheLayerBefore();
        ReversedRanker reversed = new ReversedRanker(attention);

        assertThat(reversed.needs(Point.decoder(2))).isEqualTo(attention.needs(Point.decoder(2)));
        assertThat(reversed.looksAtText()).isTrue();
        assertThat(new ReversedRanker(COLUMN).looksAtText()).isFalse();
        assertThat(reversed).isEqualTo(new ReversedRanker(attention)).isNotEqualTo(new ReversedRanker(COLUMN));
    }

    @Test
    void aRankerWithoutScoresCannotBeTurnedRound() {
        assertThatThrownBy(() -> kept(new ReversedRanker(Fakes.uneven()), 3))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected scores to turn round for the control bottom-k before layer 1, found a ranker"
                        + " that chooses tokens itself though it says that it gives scores: correct its givesScores(), or"
                        + " leave bottom-k out, such as with controls = [full, random, uniform]");
    }

    private static int[] kept(TokenRanker ranker, int keep) {
        try (ToyBackbone backbone = new ToyBackbone(ToyConfig.small().withLayers(2))) {
            Prompt prompt = backbone.prompt(Conversation.raw("<image> what is this ?", List.of(Pictures.noise(1))));
            Method method = Fakes.method(ranker, PositionPolicy.ORIGINAL, Stage.keep(1, keep));
            try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                    Prefill prefill = Prefill.run(
                            backbone, method, List.of(prompt), features, new Seeds(17, "arm", 0), List.of("example"))) {
                return prefill.stages(0).get(0).kept();
            }
        }
    }
}
