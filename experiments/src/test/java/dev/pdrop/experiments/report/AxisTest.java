// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class AxisTest {

    @Test
    void beginsAndEndsAtRoundNumbers() {
        assertThat(Axis.around(0, 144)).isEqualTo(new Axis(0, 150, 50));
        assertThat(Axis.around(0, 144).ticks()).containsExactly(0.0, 50.0, 100.0, 150.0);
        assertThat(Axis.around(73, 92)).isEqualTo(new Axis(70, 95, 5));
        assertThat(Axis.around(0, 1).ticks()).hasSize(6);
    }

    @Test
    void tellsTicksApartWithAsFewDecimalsAsItTakes() {
        assertThat(Axis.around(0, 144).decimals()).isZero();
        assertThat(Axis.around(0, 0.239).decimals()).isEqualTo(2);
        assertThat(Axis.around(88, 96).decimals()).isZero();
    }

    @Test
    void hasRoomForOneNumber() {
        assertThat(Axis.around(0, 0).high()).isPositive();
        assertThat(Axis.around(5, 5).low()).isLessThanOrEqualTo(5);
        assertThat(Axis.around(5, 5).high()).isGreaterThan(5);
    }

    @Seeds(50)
    void holdsWhatItIsAround(RandomGenerator random) {
        double low = random.nextDouble() * 100;
        double high = low + Math.pow(10, random.nextDouble(-3, 3));
        Axis axis = Axis.around(low, high);

        assertThat(axis.share(low)).isBetween(-1e-6, 1.0);
        assertThat(axis.share(high)).isBetween(0.0, 1 + 1e-6);
        List<Double> ticks = axis.ticks();
        assertThat(ticks).hasSizeBetween(2, 9);
        assertThat(ticks.stream()
                        .map(tick -> Figures.fixed(tick, axis.decimals()))
                        .distinct())
                .hasSameSizeAs(ticks);
    }
}
