// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.testing.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    /* By hand from the definition; ties lie in the middle of two neighbours and go to the one with an even last bit. */
    @ParameterizedTest
    @CsvSource({
        "0x0p0, 0x0000",
        "-0x0p0, 0x8000",
        "0x1p0, 0x3c00",
        "-0x1p1, 0xc000",
        // Neighbours of 1 are 1 + 2^-10 and 1 + 2^-9.
        "0x1.002p0, 0x3c00",
        "0x1.002002p0, 0x3c01",
        "0x1.006p0, 0x3c02",
        "0x1.005ffep0, 0x3c01",
        // The largest number, and the first that is nearer to 2^16.
        "0x1.ffcp15, 0x7bff",
        "0x1.ffdffep15, 0x7bff",
        "0x1.ffep15, 0x7c00",
        // The smallest normal number, the largest subnormal one, and the middle of both.
        "0x1p-14, 0x0400",
        "0x1.ff8p-15, 0x03ff",
        "0x1.ffcp-15, 0x0400",
        // The smallest subnormal number, half of it, a little more, and one and a half.
        "0x1p-24, 0x0001",
        "0x1p-25, 0x0000",
        "0x1.000002p-25, 0x0001",
        "-0x1.8p-24, 0x8002",
        "Infinity, 0x7c00",
        "-Infinity, 0xfc00",
        "NaN, 0x7e00"
    })
    void roundsToFloat16(String value, String bits) {
        assertThat(Rounding.half(Float.parseFloat(value))).isEqualTo((short) (int) Integer.decode(bits));
    }

    @ParameterizedTest
    @CsvSource({
        "0x1p0, 0x3f80",
        "-0x1p0, 0xbf80",
        // Neighbours of 1 are 1 + 2^-7 and 1 + 2^-6.
        "0x1.01p0, 0x3f80",
        "0x1.010002p0, 0x3f81",
        "0x1.03p0, 0x3f82",
        "0x1.fep127, 0x7f7f",
        "0x1.fefffep127, 0x7f7f",
        "0x1.ffp127, 0x7f80",
        "0x1p-133, 0x0001",
        "0x1p-134, 0x0000",
        "Infinity, 0x7f80",
        "NaN, 0x7fc0"
    })
    void roundsToBfloat16(String value, String bits) {
        assertThat(Rounding.brain(Float.parseFloat(value))).isEqualTo((short) (int) Integer.decode(bits));
    }

    @Seeds(20)
    void float16IsTheNearestOfTheNumbersAround(RandomGenerator random) {
        float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-26, 14)));
        short bits = Rounding.half(value);
        double distance = Math.abs(value(bits) - value);

        assertThat(distance).isLessThanOrEqualTo(Math.abs(value((short) (bits + 1)) - value));
        if ((bits & 0x7fff) != 0) {
            assertThat(distance).isLessThanOrEqualTo(Math.abs(value((short) (bits - 1)) - value));
        }
    }

    /** What float16 bits mean, by the definition. */
    private static double value(short bits) {
        int exponent = (bits >>> 10) & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0 ? fraction * Math.pow(2, -24) : (1024 + fraction) * Math.pow(2, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
