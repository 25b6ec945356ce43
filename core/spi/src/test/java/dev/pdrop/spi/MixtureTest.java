// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MixtureTest {

    @Test
    void holdsRepresentativesAndWhatIsMixedIntoThem() {
        Mixture mixture = new Mixture(new int[] {1, 4}, new int[][] {{0, 1}, {4}}, new float[][] {{0.25f, 0.75f}, {1}});

        assertThat(mixture.visualTokens()).isEqualTo(2);
        assertThat(mixture.kept()).containsExactly(1, 4);
        assertThat(mixture.sources(0)).containsExactly(0, 1);
        assertThat(mixture.weights(0)).containsExactly(0.25f, 0.75f);
        assertThat(mixture.mixes(0)).isTrue();
        assertThat(mixture.mixes(1)).isFalse();
        assertThat(mixture.mixes()).isTrue();
    }

    @Test
    void whatStaysAsItIsIsNoMixing() {
        Mixture plain = Mixture.of(new int[] {0, 3});

        assertThat(plain.mixes()).isFalse();
        assertThat(plain).isEqualTo(new Mixture(new int[] {0, 3}, new int[][] {{0}, {3}}, new float[][] {{1}, {1}}));
        assertThat(new Mixture(new int[] {0}, new int[][] {{0}}, new float[][] {{0.999999f}}))
                .as("what is left of rounding")
                .isEqualTo(Mixture.of(new int[] {0}));
        assertThat(new Mixture(new int[] {0}, new int[][] {{1}}, new float[][] {{1}}).mixes())
                .as("another value in the same row")
                .isTrue();
        assertThat(new Retention(List.of(plain)).mixes()).isFalse();
    }

    @Test
    void otherWeightsAreAnotherMixture() {
        Mixture one = new Mixture(new int[] {0}, new int[][] {{0, 1}}, new float[][] {{0.5f, 0.5f}});
        Mixture other = new Mixture(new int[] {0}, new int[][] {{0, 1}}, new float[][] {{0.25f, 0.75f}});

        assertThat(one).isNotEqualTo(other).isNotEqualTo(Mixture.of(new int[] {0}));
    }

    @Test
    void fitsWhereEveryPlaceThatItNamesIsLeft() {
        Mixture mixture = new Mixture(new int[] {1}, new int[][] {{1, 5}}, new float[][] {{0.5f, 0.5f}});

        assertThat(mixture.fits(6)).isTrue();
        assertThat(mixture.fits(5)).isFalse();
    }

    @Test
    void cannotBeChangedFromOutside() {
        int[][] sources = {{0, 1}};
        Mixture mixture = new Mixture(new int[] {0}, sources, new float[][] {{0.5f, 0.5f}});
        sources[0][1] = 7;
        mixture.weights(0)[0] = 7;
        mixture.kept()[0] = 7;

        assertThat(mixture).isEqualTo(new Mixture(new int[] {0}, new int[][] {{0, 1}}, new float[][] {{0.5f, 0.5f}}));
    }

    @Test
    void refusesWeightsThatAreNotWholeAndSourcesThatDoNotAscend() {
        for (float[] weights : new float[][] {{0.5f, 0.4f}, {1}, {Float.NaN, 1}, {}}) {
            assertThatThrownBy(() -> new Mixture(new int[] {0}, new int[][] {{0, 1}}, new float[][] {weights}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("summing up to 1");
        }
        assertThatThrownBy(() -> new Mixture(new int[] {0}, new int[][] {{1, 1}}, new float[][] {{0.5f, 0.5f}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sources must ascend");
        assertThatThrownBy(() -> new Mixture(new int[] {0}, new int[][] {}, new float[][] {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0 and 0");
    }
}
