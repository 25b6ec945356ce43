// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/** What an interval is made for: a figure of the images at hand and of any resample of them. */
sealed interface Quantity permits Ratio, LowestRatio {

    /** The figure in the data at hand. */
    double estimate();

    /** How far a resample's figure is from the estimate, in standard errors of the resample; 0 or more. */
    double deviation(Resample resample);

    /**
     * The ends of an interval: so many standard errors on each side, within what no sample of so few differing images
     * may narrow it below, and no unlucky resample widen it beyond.
     *
     * @param critical how many standard errors
     * @param error how often the true figure may be outside
     */
    Bounds bounds(double critical, double error);

    /** Whether one of these {@link #bounds} is an exact one, all images saying the same, which no bootstrap narrows. */
    boolean isExact(double critical, double error);

    /**
     * How likely a figure as far from 0 is by the bootstrap, where there is no difference.
     *
     * @param farthest deviations of the family, this among them
     * @param family how many there are
     */
    double bootstrapPValue(Deviations farthest, int family);

    /** How likely a figure as far from 0 is where signs are by chance. */
    double signFlipPValue(SignFlips flips);
}
