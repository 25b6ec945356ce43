// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

/** Compares numbers within a tolerance that is relative to the largest of them. */
final class Closeness {

    private Closeness() {}

    /**
     * Checks that two rows agree.
     *
     * @param relative the largest difference, in units of the largest expected magnitude
     */
    static void assertClose(String what, float[] actual, float[] expected, double relative) {
        if (actual.length != expected.length) {
            throw new AssertionError(what + ": " + actual.length + " values instead of " + expected.length);
        }
        double scale = 0;
        for (float value : expected) {
            scale = Float.isInfinite(value) ? scale : Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            boolean same = Float.floatToIntBits(actual[i]) == Float.floatToIntBits(expected[i]);
            // Negated, so that NaN does not pass.
            if (!same && !(Math.abs((double) actual[i] - expected[i]) <= relative * scale)) {
                throw new AssertionError(what + ": value " + i + " is " + actual[i] + " instead of " + expected[i]
                        + ", beyond " + relative + " of " + scale);
            }
        }
    }
}
