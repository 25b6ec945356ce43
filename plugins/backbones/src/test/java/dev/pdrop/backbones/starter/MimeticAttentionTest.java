// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Decoder;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;
import dev.pdrop.backbones.weights.NamedTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MimeticAttentionTest {

    private static final int HIDDEN = 96;

    private static Map<String, float[]> weights(Decoder decoder, double mimetic) {
        TensorDraft draft = new TensorDraft(3);
        new MimeticAttention(decoder, new Initialization(.3, 1, true, .5, 10000, mimetic), "").addTo(draft);
        Map<String, float[]> weights = new HashMap<>();
        for (NamedTensor tensor : draft.tensors()) {
            weights.put(tensor.name().substring(0, 1), tensor.values().get());
        }
        return weights;
    }

    private static Decoder decoder(int layers, int keyValueHeads) {
        return new Decoder(layers, HIDDEN, 4, keyValueHeads, Optional.empty(), 256, 1e6, 1e-5, 512, true);
    }

    private static float[] of(Map<String, float[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    @Test
    void halfOfAKeysVarianceIsItsQuerysAndHalfOfAnOutputsIsItsValues() {
        Map<String, float[]> independent = weights(decoder(2, 4), 0);
        Map<String, float[]> mimetic = weights(decoder(2, 4), .5);

        float[] query = of(mimetic, "q");
        float[] value = of(mimetic, "v");
        assertThat(query).isEqualTo(of(independent, "q"));
        assertThat(value).isEqualTo(of(independent, "v"));
        double half = Math.sqrt(.5);
        for (int row = 0; row < HIDDEN; row++) {
            for (int column = 0; column < HIDDEN; column++) {
                int at = row * HIDDEN + column;
                assertThat((double) of(mimetic, "k")[at])
                        .isCloseTo(half * query[at] + half * of(independent, "k")[at], within(1e-6));
                // Two layers: what is added is halved.
                assertThat((double) of(mimetic, "o")[at])
                        .isCloseTo(
                                half * .5 * value[column * HIDDEN + row] + half * of(independent, "o")[at],
                                within(1e-6));
            }
        }
    }

    @Test
    void everythingKeepsItsDeviation() {
        Map<String, float[]> weights = weights(decoder(8, 2), .5);

        double expected = 1 / Math.sqrt(HIDDEN);
        assertThat(deviation(of(weights, "q"))).isCloseTo(expected, within(.003));
        assertThat(deviation(of(weights, "k"))).isCloseTo(expected, within(.003));
        assertThat(deviation(of(weights, "v"))).isCloseTo(expected, within(.003));
        assertThat(deviation(of(weights, "o"))).isCloseTo(expected / 4, within(.001));
    }

    @Test
    void sharedKeysResembleEachOfTheirQueriesAlike() {
        Map<String, float[]> weights = weights(decoder(2, 2), .5);
        float[] query = of(weights, "q");
        float[] key = of(weights, "k");
        int block = HIDDEN / 4 * HIDDEN;

        // Correlation sqrt(.5) with the sum of two over sqrt(2): one half with each; none with the other key's.
        for (int head = 0; head < 4; head++) {
            for (int keyHead = 0; keyHead < 2; keyHead++) {
                double product = 0;
                for (int i = 0; i < block; i++) {
                    product += query[head * block + i] * key[keyHead * block + i];
                }
                double expected = head / 2 == keyHead ? .5 : 0;
                assertThat(product * HIDDEN / block).isCloseTo(expected, within(.08));
            }
        }
    }

    @Test
    void aLikeTokenIsAttendedToMoreThanAnUnlikeOne() {
        Map<String, float[]> weights = weights(decoder(12, 4), .5);
        float[] one = RandomNormals.of(1, "one", HIDDEN, 1);
        float[] other = RandomNormals.of(1, "other", HIDDEN, 1);

        double like = 0;
        double unlike = 0;
        for (int row = 0; row < HIDDEN; row++) {
            double query = product(of(weights, "q"), row, one);
            like += query * product(of(weights, "k"), row, one);
            unlike += query * product(of(weights, "k"), row, other);
        }

        // Of 96 products, each sqrt(.5) on average.
        assertThat(like).isBetween(30.0, 110.0);
        assertThat(Math.abs(unlike)).isLessThan(30);
    }

    /** What the class says of its products beside those of the paper. */
    @Test
    void productsAreNoiseAndAPositiveShareOfTheIdentity() {
        Map<String, float[]> weights = weights(decoder(8, 4), .5);
        float[][] queryKey = new float[HIDDEN][HIDDEN];
        float[][] outputValue = new float[HIDDEN][HIDDEN];
        for (int i = 0; i < HIDDEN; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                for (int row = 0; row < HIDDEN; row++) {
                    queryKey[i][j] += of(weights, "q")[row * HIDDEN + i] * of(weights, "k")[row * HIDDEN + j];
                    outputValue[i][j] += of(weights, "o")[i * HIDDEN + row] * of(weights, "v")[row * HIDDEN + j];
                }
            }
        }

        double residual = Math.sqrt(1 / 16.0);
        assertThat(diagonal(queryKey)).isCloseTo(Math.sqrt(.5), within(.05));
        assertThat(noise(queryKey)).isCloseTo(1 / Math.sqrt(HIDDEN), within(.01));
        assertThat(diagonal(outputValue)).isCloseTo(residual * Math.sqrt(.5), within(.05 * residual));
        assertThat(noise(outputValue)).isCloseTo(residual / Math.sqrt(HIDDEN), within(.01 * residual));
    }

    /** Mean of the diagonal. */
    private static double diagonal(float[][] matrix) {
        double sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum / matrix.length;
    }

    /** Deviation beside the diagonal. */
    private static double noise(float[][] matrix) {
        double squares = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                squares += i == j ? 0 : matrix[i][j] * matrix[i][j];
            }
        }
        return Math.sqrt(squares / (matrix.length * (matrix.length - 1)));
    }

    private static double product(float[] matrix, int row, float[] vector) {
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += matrix[row * vector.length + i] * vector[i];
        }
        return sum;
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }
}
