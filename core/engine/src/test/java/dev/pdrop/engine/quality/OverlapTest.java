// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.testing.Seeds;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OverlapTest {

    @Test
    void jaccardIsWhatBothKeepOverWhatEitherKeeps() {
        assertThat(Overlap.jaccard(new int[] {0, 2, 5}, new int[] {2, 3, 5, 7})).hasValue(2.0 / 5);
        assertThat(Overlap.jaccard(new int[] {1}, new int[] {1})).hasValue(1);
        assertThat(Overlap.jaccard(new int[] {1}, new int[0])).hasValue(0);
        assertThat(Overlap.jaccard(new int[0], new int[0])).isEmpty();
        assertThatThrownBy(() -> Overlap.jaccard(new int[] {2, 1}, new int[0]))
                .hasMessage("expected kept places in ascending order, each once, found 2 before 1");
    }

    /**
     * Five items with ties on both sides: -0.4714.
     *
     * @source the example of scipy.stats.kendalltau
     */
    @Test
    void kendallAgreesWithAPublishedExampleWithTies() {
        assertThat(Overlap.kendall(new float[] {12, 2, 1, 12, 2}, new float[] {1, 4, 7, 1, 0})
                        .orElseThrow())
                .isCloseTo(-0.47140452079103173, within(1e-12));
    }

    @Test
    void kendallIsOneForTheSameOrderAndAbsentWithoutOne() {
        float[] scores = {3, 1, 2};
        assertThat(Overlap.kendall(scores, new float[] {30, 10, 20}).orElseThrow())
                .isCloseTo(1, within(1e-12));
        assertThat(Overlap.kendall(scores, new float[] {1, 3, 2}).orElseThrow()).isCloseTo(-1, within(1e-12));
        assertThat(Overlap.kendall(scores, new float[] {1, 1, 1})).isEmpty();
        assertThat(Overlap.kendall(new float[] {0f, -0f}, new float[] {1, 2})).isEmpty();
        assertThat(Overlap.kendall(new float[0], new float[0])).isEmpty();
        assertThatThrownBy(() -> Overlap.kendall(scores, new float[2]))
                .hasMessage("expected scores of the same tokens, found 3 and 2");
        assertThatThrownBy(() -> Overlap.kendall(scores, new float[] {1, Float.NaN, 2}))
                .hasMessage("expected a score for every token, found NaN for token 1");
    }

    /** The twin: every pair of tokens. */
    @Seeds(30)
    void kendallAgreesWithCountingPairs(RandomGenerator random) {
        int tokens = random.nextInt(2, 80);
        float[] first = new float[tokens];
        float[] second = new float[tokens];
        for (int token = 0; token < tokens; token++) {
            first[token] = random.nextInt(10);
            second[token] = random.nextInt(10) + first[token] / 2;
        }
        first[0] = 10;
        second[0] = -1;
        double agreeing = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int one = 0; one < tokens; one++) {
            for (int other = 0; other < one; other++) {
                double a = Math.signum(first[one] - first[other]);
                double b = Math.signum(second[one] - second[other]);
                agreeing += a * b;
                ofFirst += a * a;
                ofSecond += b * b;
            }
        }
        assertThat(Overlap.kendall(first, second).orElseThrow())
                .isCloseTo(agreeing / Math.sqrt(ofFirst * ofSecond), within(1e-12));
    }

    @Seeds(20)
    void jaccardAgreesWithSets(RandomGenerator random) {
        int[] first =
                IntStream.range(0, 50).filter(token -> random.nextBoolean()).toArray();
        int[] second =
                IntStream.range(0, 50).filter(token -> random.nextBoolean()).toArray();
        Set<Integer> either = IntStream.of(first).boxed().collect(Collectors.toCollection(TreeSet::new));
        IntStream.of(second).forEach(either::add);
        long both = IntStream.of(first)
                .filter(token -> IntStream.of(second).anyMatch(other -> other == token))
                .count();
        assertThat(Overlap.jaccard(first, second)).hasValue((double) both / either.size());
        assertThat(Overlap.jaccard(second, first)).isEqualTo(Overlap.jaccard(first, second));
    }
}
