// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RetentionTest {

    @Test
    void holdsOtherPlacesForEachExample() {
        Retention retention = new Retention(new int[][] {{0, 2}, {1, 5}});
        assertThat(retention.batch()).isEqualTo(2);
        assertThat(retention.visualTokens()).isEqualTo(2);
        assertThat(retention.kept(1)).containsExactly(1, 5);
    }

    @Test
    void mayKeepNothing() {
        assertThat(new Retention(new int[][] {{}, {}}).visualTokens()).isZero();
    }

    @Test
    void cannotBeChangedFromOutside() {
        int[][] kept = {{0, 2}};
        Retention retention = new Retention(kept);
        kept[0][0] = 1;
        retention.kept(0)[0] = 1;
        assertThat(retention.kept(0)).containsExactly(0, 2);
    }

    @Test
    void refusesOtherCountsInEachExample() {
        assertThatThrownBy(() -> new Retention(new int[][] {{0, 2}, {1}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 1");
    }

    @Test
    void refusesPlacesThatDoNotAscendFromZero() {
        for (int[] wrong : new int[][] {{-1, 0}, {1, 1}, {2, 1}}) {
            assertThatThrownBy(() -> new Retention(new int[][] {wrong}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must ascend from 0");
        }
    }
}
