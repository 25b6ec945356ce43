// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PrintedTest {

    @Test
    void printsPointsWithOneDigit() {
        assertThat(Printed.points(-0.0251)).isEqualTo("-2.5");
        assertThat(Printed.points(-0.00001)).isEqualTo("0.0");
        assertThat(Printed.points(interval(-0.031, 0.004))).isEqualTo("-3.1 to 0.4");
        assertThat(Printed.points(interval(0, 0))).isEqualTo("0.0 to 0.0");
    }

    @Test
    void anEndThatIsNotZeroDoesNotLookLikeIt() {
        assertThat(Printed.points(interval(0.0004, 0.031))).isEqualTo("0.04 to 3.10");
        assertThat(Printed.points(interval(-0.2, -0.000004))).isEqualTo("-20.0000 to -0.0004");
    }

    @Test
    void aPValueStaysOnItsSide() {
        assertThat(Printed.pValue(0.0123, 0.05)).isEqualTo("0.012");
        assertThat(Printed.pValue(0.0501, 0.05)).isEqualTo("0.0501");
        assertThat(Printed.pValue(0.04996, 0.05)).isEqualTo("0.04996");
        assertThat(Printed.pValue(0.05, 0.05)).isEqualTo("0.050");
        assertThat(Printed.pValue(0.0001, 0.05)).isEqualTo("< 0.001");
        assertThat(Printed.pValue(1, 0.05)).isEqualTo("1.000");
    }

    @Seeds(50)
    void whatIsPrintedDecidesAsTheNumberDoes(RandomGenerator random) {
        double pValue = 0.05 + random.nextGaussian() * Math.pow(10, -random.nextInt(2, 7));
        if (pValue > 0.001) {
            assertThat(Double.parseDouble(Printed.pValue(pValue, 0.05)) > 0.05).isEqualTo(pValue > 0.05);
        }
        double low = random.nextGaussian() * Math.pow(10, -random.nextInt(1, 9));
        String printed = Printed.points(interval(low, low + 0.1)).replaceFirst(" to .*", "");
        assertThat(Math.signum(Double.parseDouble(printed))).isEqualTo(Math.signum(low));
    }

    private static Interval interval(double low, double high) {
        return new Interval((low + high) / 2, low, high, 0.95, 100, 50);
    }
}
