// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/** What an interval is made for: a figure of the images at hand and of any resample of them. */
sealed interface Quantity permits Ratio, LowestRatio {

    /** The figure in the data at hand. */
    double estimate();

    /** Its standard error, from how much images differ; 0 if they do not. */
    double standardError();

    /** How far a resample's figure is from the estimate, in standard errors of the resample; 0 or more. */
    double deviation(Resample resample);

    /**
     * What no sample of so few differing images may narrow the interval below, and no unlucky resample widen it beyond.
     *
     * @param error how often the true figure may be outside
     */
    Bounds bounds(double error);

    /**
     * How likely bounds as far from 0 are where there is no difference; asked only if the standard error is 0.
     *
     * @return the largest error at which {@link #bounds} reach 0
     */
    double boundsPValue();

    /** How likely a figure as far from 0 is where signs are by chance. */
    double signFlipPValue(SignFlips flips);
}
