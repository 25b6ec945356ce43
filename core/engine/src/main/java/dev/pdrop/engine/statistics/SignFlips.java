// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Arrays;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;

/**
 * The sign-flip permutation test over images: if two arms are alike, an image's difference is as likely to have the
 * other sign, and the sum of differences is one of those that flipping signs gives.
 *
 * <p>All patterns are gone through where few images differ, else so many are drawn, the same ones for every comparison.
 *
 * @source Fisher, "The Design of Experiments", 1935, section 21; drawn patterns counted with the observed one: Phipson
 *     and Smyth, "Permutation p-values should never be zero", 2010
 */
final class SignFlips {

    /* 2¹⁶ patterns take less than a millisecond. */
    private static final int EXACT_UP_TO_IMAGES = 17;

    private final long seed;
    private final int flips;

    /**
     * A test.
     *
     * @param seed of the patterns drawn
     * @param flips how many are drawn
     */
    SignFlips(long seed, int flips) {
        this.seed = seed;
        this.flips = flips;
    }

    /**
     * The two-sided p-value.
     *
     * @param differences of sums of scores, one an image
     */
    double pValue(double[] differences) {
        double largest = Arrays.stream(differences).map(Math::abs).max().orElse(0);
        double[] differing = Arrays.stream(differences)
                .filter(difference -> Math.abs(difference) > 1e-9 * largest)
                .toArray();
        if (differing.length == 0) {
            return 1;
        }
        double total = Arrays.stream(differing).sum();
        // Sums that are equal on paper are not in the last digits.
        double threshold = Math.abs(total) - 1e-9 * largest * differing.length;
        return differing.length <= EXACT_UP_TO_IMAGES
                ? ofAllPatterns(differing, total, threshold)
                : ofDrawnPatterns(differing, total, threshold);
    }

    /**
     * Flips one sign at a time, in the order of a Gray code; the last one stays, since mirrored patterns are as far.
     */
    private static double ofAllPatterns(double[] differing, double total, double threshold) {
        double[] signed = differing.clone();
        int patterns = 1 << (differing.length - 1);
        double sum = total;
        int asFar = 1;
        for (int pattern = 1; pattern < patterns; pattern++) {
            int image = Integer.numberOfTrailingZeros(pattern);
            signed[image] = -signed[image];
            sum += 2 * signed[image];
            asFar += Math.abs(sum) >= threshold ? 1 : 0;
        }
        return (double) asFar / patterns;
    }

    private double ofDrawnPatterns(double[] differing, double total, double threshold) {
        RandomGenerator random = new Well19937c(seed);
        int asFar = 1;
        for (int flip = 0; flip < flips; flip++) {
            double flipped = 0;
            long signs = 0;
            for (int image = 0; image < differing.length; image++) {
                signs = image % Long.SIZE == 0 ? random.nextLong() : signs >>> 1;
                flipped += (signs & 1) * differing[image];
            }
            asFar += Math.abs(total - 2 * flipped) >= threshold ? 1 : 0;
        }
        return asFar / (flips + 1.0);
    }
}
