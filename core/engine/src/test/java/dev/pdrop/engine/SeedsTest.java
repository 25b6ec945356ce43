// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Point;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeedsTest {

    @Test
    void givesTheSameNumbersForTheSamePlace() {
        Seeds seeds = new Seeds(17, "random", 0);
        assertThat(seeds.generator("q1", Point.decoder(3)).nextLong())
                .isEqualTo(new Seeds(17, "random", 0)
                        .generator("q1", Point.decoder(3))
                        .nextLong());
    }

    @Test
    void givesOtherNumbersWhereverAnythingDiffers() {
        Set<Long> firsts = new LinkedHashSet<>();
        firsts.add(new Seeds(17, "random", 0).generator("q1", Point.decoder(3)).nextLong());
        firsts.add(new Seeds(18, "random", 0).generator("q1", Point.decoder(3)).nextLong());
        firsts.add(new Seeds(17, "random2", 0).generator("q1", Point.decoder(3)).nextLong());
        firsts.add(new Seeds(17, "random", 1).generator("q1", Point.decoder(3)).nextLong());
        firsts.add(new Seeds(17, "random", 0).generator("q2", Point.decoder(3)).nextLong());
        firsts.add(new Seeds(17, "random", 0).generator("q1", Point.decoder(6)).nextLong());
        assertThat(firsts).hasSize(6);
    }

    @Test
    void neverChangesFromReleaseToRelease() {
        assertThat(new Seeds(17, "random", 0)
                        .generator("0000-0", Point.decoder(3))
                        .nextLong())
                .isEqualTo(GOLDEN);
    }

    private static final long GOLDEN = 412492022205493834L;
}
