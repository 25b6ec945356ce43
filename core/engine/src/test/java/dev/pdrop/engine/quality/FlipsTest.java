// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.quality.Flips.Pair;
import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FlipsTest {

    @Test
    void countsBothWaysAndWrongAnswersThatStayed() {
        Flips flips = Flips.of(List.of(
                new Pair(true, true, true),
                new Pair(true, false, false),
                new Pair(true, false, false),
                new Pair(false, true, false),
                new Pair(false, false, true),
                new Pair(false, false, false)));
        assertThat(flips).isEqualTo(new Flips(1, 2, 1, 2, 2));
        assertThat(flips.questions()).isEqualTo(6);
        assertThat(flips.loyalty()).hasValue(2.0 / 6);
        assertThat(flips.flipRate()).hasValue(0.5);
    }

    @Test
    void aShareOfNothingIsAbsent() {
        assertThat(Flips.of(List.of()).loyalty()).isEmpty();
        assertThat(Flips.of(List.of()).flipRate()).isEmpty();
    }

    /** What was won less what was lost is the difference of accuracies. */
    @Seeds(20)
    void flipsAddUpToTheDifferenceOfAccuracies(RandomGenerator random) {
        List<Pair> pairs = Stream.generate(
                        () -> new Pair(random.nextBoolean(), random.nextBoolean(), random.nextBoolean()))
                .limit(random.nextInt(1, 100))
                .toList();
        Flips flips = Flips.of(pairs);
        long before = pairs.stream().filter(Pair::unreducedRight).count();
        long after = pairs.stream().filter(Pair::right).count();
        assertThat(flips.wrongToRight() - flips.rightToWrong()).isEqualTo((int) (after - before));
        assertThat(flips.questions()).isEqualTo(pairs.size());
    }
}
