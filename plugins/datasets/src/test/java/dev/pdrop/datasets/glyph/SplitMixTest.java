// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitMixTest {

    /* The first outputs of SplitMix64 from state 1234567, as published with other implementations. */
    @Test
    void givesThePublishedNumbers() {
        SplitMix random = new SplitMix(1234567);

        assertThat(Stream.generate(random::next).limit(5).map(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    @Test
    void boundedNumbersAreTheUpperHalfScaled() {
        SplitMix bits = new SplitMix(7);
        SplitMix bounded = new SplitMix(7);

        for (int bound = 1; bound < 200; bound++) {
            long upper = bits.next() >>> 32;
            assertThat(bounded.below(bound)).isEqualTo((int) (upper * bound / (1L << 32)));
        }
    }

    @Test
    void everyNumberOfARangeComesAboutAlike() {
        SplitMix random = new SplitMix(3);
        int[] seen = new int[7];
        for (int i = 0; i < 70_000; i++) {
            seen[random.between(-3, 3) + 3]++;
        }
        // Five standard deviations of a binomial count with mean 10,000.
        assertThat(seen)
                .satisfies(
                        counts -> assertThat(IntStream.of(counts)).allMatch(count -> Math.abs(count - 10_000) < 470));
    }

    @Test
    void chancesAreKept() {
        SplitMix random = new SplitMix(4);

        assertThat(IntStream.range(0, 1000).filter(i -> random.chance(0))).isEmpty();
        assertThat(IntStream.range(0, 1000).filter(i -> random.chance(1))).hasSize(1000);
        assertThat(IntStream.range(0, 10_000).filter(i -> random.chance(0.3)).count())
                .isBetween(2770L, 3230L);
    }

    @Test
    void picksDifferentOnesInAnyOrder() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            List<Integer> picked = new SplitMix(i).pick(List.of(1, 2, 3, 4), 3);
            assertThat(picked).doesNotHaveDuplicates().hasSize(3);
            orders.add(picked);
        }
        assertThat(orders).hasSize(24);
    }

    @Test
    void pathsDoNotMeet() {
        List<Long> firsts = new ArrayList<>();
        for (long seed = -3; seed < 4; seed++) {
            for (long split = 0; split < 3; split++) {
                for (long number = 0; number < 300; number++) {
                    firsts.add(SplitMix.of(seed, split, number).next());
                }
            }
        }
        firsts.add(SplitMix.of(0, 0).next());
        firsts.add(SplitMix.of(0).next());
        assertThat(firsts).doesNotHaveDuplicates();
    }
}
