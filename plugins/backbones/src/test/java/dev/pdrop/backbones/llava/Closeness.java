// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares arrays by their largest difference over the largest expected magnitude. */
final class Closeness {

    private Closeness() {}

    static double relative(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < actual.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        return difference / magnitude;
    }

    static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(relative(actual, expected)).isLessThan(tolerance);
    }
}
