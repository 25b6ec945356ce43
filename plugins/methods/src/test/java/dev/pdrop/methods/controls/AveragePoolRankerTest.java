// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.pdrop.methods.FixedState;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AveragePoolRankerTest {

    @Test
    void averagesFourByFourToTwoByTwoByHand() {
        Mixture mixture = pooled(grid(0, 4, 4), 4);

        assertThat(mixture.kept()).containsExactly(0, 2, 8, 10);
        assertThat(mixture.sources(0)).containsExactly(0, 1, 4, 5);
        assertThat(mixture.sources(1)).containsExactly(2, 3, 6, 7);
        assertThat(mixture.sources(2)).containsExactly(8, 9, 12, 13);
        assertThat(mixture.sources(3)).containsExactly(10, 11, 14, 15);
        assertThat(mixture.weights(3)).containsExactly(.25f, .25f, .25f, .25f);
    }

    @Test
    void windowsOverlapWhereSidesDoNotDivide() {
        // Five columns to three: 0 to 1, 1 to 3, 3 to 4, as adaptive average pooling has them.
        Mixture mixture = pooled(grid(0, 1, 5), 3);

        assertThat(mixture.kept()).containsExactly(0, 2, 3);
        assertThat(mixture.sources(0)).containsExactly(0, 1);
        assertThat(mixture.sources(1)).containsExactly(1, 2, 3);
        assertThat(mixture.sources(2)).containsExactly(3, 4);
    }

    @Test
    void theGridIsTheOneOfExactlyThatManyCellsThatIsMostLikeTheTile() {
        assertThat(PoolingGrid.of(25, 12, 12)).hasValue(new PoolingGrid(5, 5, 12, 12));
        assertThat(PoolingGrid.of(30, 12, 12)).hasValue(new PoolingGrid(5, 6, 12, 12));
        assertThat(PoolingGrid.of(24, 24, 12)).hasValue(new PoolingGrid(6, 4, 24, 12));
        assertThat(PoolingGrid.of(8, 4, 16)).hasValue(new PoolingGrid(1, 8, 4, 16));
        assertThat(PoolingGrid.of(13, 12, 12)).isEmpty();
    }

    @Test
    void everyTokenIsInSomeWindowAndEachRepresentativeIsInItsOwn() {
        List<VisualToken> all = grid(0, 12, 12);
        for (int keep : List.of(1, 2, 6, 9, 20, 25, 30, 42, 56, 72, 90, 121, 132)) {
            Mixture mixture = pooled(all, keep);
            assertThat(mixture.visualTokens()).isEqualTo(keep);
            assertThat(IntStream.range(0, keep)
                            .mapToObj(mixture::sources)
                            .flatMapToInt(Arrays::stream)
                            .distinct())
                    .as("covered with %d", keep)
                    .hasSize(144);
            for (int i = 0; i < keep; i++) {
                assertThat(mixture.sources(i)).contains(mixture.kept()[i]);
            }
        }
    }

    @Test
    void keepingEverythingMixesNothing() {
        List<VisualToken> withNewline = new ArrayList<>(grid(0, 3, 3));
        withNewline.add(new VisualToken(0, 0, 0, VisualToken.SEPARATOR));

        assertThat(pooled(withNewline, 10))
                .isEqualTo(Mixture.of(IntStream.range(0, 10).toArray()));
    }

    @Test
    void tilesArePooledApartAndSeparatorsGoFirst() {
        List<VisualToken> two = new ArrayList<>(grid(0, 2, 2));
        two.add(new VisualToken(0, 0, 0, VisualToken.SEPARATOR));
        two.addAll(grid(1, 4, 4));

        Mixture mixture = pooled(two, 2);

        assertThat(mixture.kept()).containsExactly(0, 10);
        assertThat(mixture.sources(0)).containsExactly(0, 1, 2, 3);
        assertThat(mixture.sources(1)).containsExactly(IntStream.range(5, 21).toArray());
    }

    @Test
    void whatAnEarlierStageTookIsMissingFromItsWindow() {
        // One column of four; the second and third token are gone.
        List<VisualToken> left = List.of(new VisualToken(0, 0, 0, 0), new VisualToken(0, 0, 3, 0));

        assertThat(pooled(left, 1)).isEqualTo(new Mixture(new int[] {0}, new int[][] {{0, 1}}, new float[][] {{.5f, .5f}
        }));
        // A corner of two by two is gone: its column holds one token, which stays for its own window.
        List<VisualToken> corner = grid(0, 2, 2).subList(0, 3);
        assertThat(pooled(corner, 2).kept()).containsExactly(0, 1);
    }

    @Test
    void aCountThatFillsNoGridIsAnErrorThatNamesOneThatDoes() {
        assertThatThrownBy(() -> pooled(grid(0, 12, 12), 13))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a number of visual tokens that fills a grid inside that of 12 x 12 for the ranker"
                        + " average-pool, found 13: keep another number, such as 12");
        List<VisualToken> two = new ArrayList<>(grid(0, 4, 4));
        two.addAll(grid(1, 4, 4));
        assertThatThrownBy(() -> pooled(two, 9))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessageContaining("inside each of 2 of 4 x 4")
                .hasMessageContaining("such as 8");
        assertThatThrownBy(() -> pooled(two, 1))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessageContaining("at least 2 visual tokens");
    }

    @Test
    void actsBeforeTheFirstLayerAloneAndReadsNoText() {
        assertThat(new AveragePoolRanker().needs(Point.decoder(0))).isEmpty();
        assertThat(new AveragePoolRanker().looksAtText()).isFalse();
        assertThatThrownBy(() -> new AveragePoolRanker().needs(Point.decoder(2)))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a stage before layer 0 for the ranker average-pool, which averages what the"
                        + " decoder has not seen, found one before layer 2: choose layer 0, or the ranker uniform");
    }

    private static List<VisualToken> grid(int tile, int rows, int columns) {
        return IntStream.range(0, rows * columns)
                .mapToObj(place -> new VisualToken(0, tile, place / columns, place % columns))
                .toList();
    }

    private static Mixture pooled(List<VisualToken> tokens, int keep) {
        try (NDManager stage = Engine.getEngine("PyTorch").newBaseManager()) {
            RankingContext context = new RankingContext(FixedState.of(tokens), keep, SplittableRandom::new, stage);
            return ((Ranking.Merge) new AveragePoolRanker().rank(context)).mixture(0);
        }
    }
}
