// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.FailedRunException;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TopSelectionTest {

    @Test
    void keepsTheHighestScoresInTokenOrder() {
        TopSelection top = TopSelection.of(new float[] {0.1f, 0.9f, 0.3f, 0.5f}, 2, "before layer 2");
        assertThat(top.kept()).containsExactly(1, 3);
        assertThat(top.margin()).isCloseTo(0.2, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void givesTiesToTheLowerIndex() {
        float[] scores = new float[20];
        java.util.Arrays.fill(scores, 1f);
        scores[7] = 2f;
        assertThat(TopSelection.of(scores, 4, "stage").kept()).containsExactly(0, 1, 2, 7);
    }

    @Test
    void treatsBothZerosAsEqual() {
        assertThat(TopSelection.of(new float[] {-0f, 0f, -0f}, 2, "stage").kept())
                .containsExactly(0, 1);
    }

    @Test
    void ordersInfinitiesAndNegativeNumbers() {
        float[] scores = {-1f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -2f, 3f};
        assertThat(TopSelection.of(scores, 3, "stage").kept()).containsExactly(0, 2, 4);
        assertThat(TopSelection.of(scores, 4, "stage").kept()).containsExactly(0, 2, 3, 4);
    }

    @Test
    void keepsNothingAndEverything() {
        float[] scores = {3f, 1f, 2f};
        assertThat(TopSelection.of(scores, 0, "stage").kept()).isEmpty();
        assertThat(TopSelection.of(scores, 3, "stage").kept()).containsExactly(0, 1, 2);
        assertThat(TopSelection.of(scores, 0, "stage").margin()).isNaN();
        assertThat(TopSelection.of(scores, 3, "stage").margin()).isNaN();
    }

    @Test
    void refusesNotANumberAndNamesTheStage() {
        assertThatThrownBy(() -> TopSelection.of(new float[] {1f, Float.NaN}, 1, "before layer 8"))
                .isInstanceOf(FailedRunException.class)
                .hasMessage(
                        "expected a score for every visual token, found NaN for token 1 at the stage before layer 8:"
                                + " look at the ranker, or try dtype = float32");
    }

    @Test
    void agreesWithASlowSortOnRandomScoresFullOfTies() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            int tokens = 1 + random.nextInt(60);
            float[] scores = new float[tokens];
            for (int i = 0; i < tokens; i++) {
                scores[i] = random.nextInt(-4, 5) / 2f;
            }
            int keep = random.nextInt(tokens + 1);
            int[] expected = IntStream.range(0, tokens)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(i -> i))
                    .limit(keep)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            assertThat(TopSelection.of(scores, keep, "stage").kept()).containsExactly(expected);
        }
    }
}
