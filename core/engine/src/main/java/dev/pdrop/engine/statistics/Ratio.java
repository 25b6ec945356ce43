// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import org.hipparchus.distribution.continuous.BetaDistribution;

/**
 * A sum over images divided by the number of their questions: an arm's accuracy, or the difference of two.
 *
 * <p>Images have unequal numbers of questions, so numerator and denominator vary together; the standard error is that
 * of a ratio of two sums over clusters.
 *
 * @source Cochran, "Sampling Techniques", 3rd edition, 1977, equation 6.13, without finite population correction
 */
final class Ratio implements Quantity {

    /* Rounding must not let a p-value and an interval fall on different sides. */
    private static final double MARGIN = 1e-12;

    /* Sums of decimal scores differ in the last digits where they should be equal. */
    private static final double ROUNDING = 1e-9;

    /* A resample in which hardly an image differs has next to no standard error, and its deviation says nothing. A third
     * of the sample's is never reached but there: with it, coverage held where accuracies were .97 and images 20 to 30,
     * and without it, one arm that differs on three images made the intervals of a whole family endless. */
    private static final double LEAST_SHARE_OF_STANDARD_ERROR = 1.0 / 3;

    private final double[] numerators;
    private final double[] squares;
    private final double[] products;
    private final double[] sizes;
    private final Range range;
    private final double estimate;
    private final double standardError;

    /**
     * A ratio.
     *
     * @param numerators one an image; owned from now on
     * @param sizes questions of each image; only read
     * @param range what a ratio can be
     */
    Ratio(double[] numerators, double[] sizes, Range range) {
        this.numerators = numerators;
        this.sizes = sizes;
        this.range = range;
        this.squares = new double[sizes.length];
        this.products = new double[sizes.length];
        double[] once = new double[sizes.length];
        double size = 0;
        double squaredSize = 0;
        for (int image = 0; image < sizes.length; image++) {
            squares[image] = numerators[image] * numerators[image];
            products[image] = numerators[image] * sizes[image];
            once[image] = 1;
            size += sizes[image];
            squaredSize += sizes[image] * sizes[image];
        }
        this.estimate = moments(new Resample(once, size, squaredSize)).value;
        double error = standardError(residuals(), sizes.length, size);
        this.standardError = error < ROUNDING ? 0 : error;
    }

    /* Not multiplied out: what cancels would leave digits that pass for variance. */
    private double residuals() {
        double residuals = 0;
        for (int image = 0; image < sizes.length; image++) {
            double residual = numerators[image] - estimate * sizes[image];
            residuals += residual * residual;
        }
        return residuals;
    }

    private static double standardError(double residuals, int images, double size) {
        return images < 2 ? 0 : Math.sqrt(residuals * images / (images - 1.0)) / size;
    }

    @Override
    public double estimate() {
        return estimate;
    }

    /** Its standard error, from how much images differ; 0 if they do not. */
    double standardError() {
        return standardError;
    }

    @Override
    public double deviation(Resample resample) {
        return standardError == 0 ? 0 : moments(resample).from(estimate, standardError);
    }

    /* Exact bounds treat each image as one draw: an image differs or does not, and Clopper and Pearson say how many of
     * all images may. Where sizes are unequal, the number of images is the effective one (Korn and Graubard, "Confidence
     * intervals for proportions with small expected number of positive counts estimated from survey data", Survey
     * Methodology 24, 1998). With no image that differs this is the rule of three. */
    Bounds bounds(double error) {
        if (standardError == 0) {
            double others = mostImages(0, error);
            return new Bounds(
                    estimate - others * (estimate - range.lowest), estimate + others * (range.highest - estimate));
        }
        double above = 0;
        double below = 0;
        double all = 0;
        for (int image = 0; image < sizes.length; image++) {
            above += numerators[image] > ROUNDING ? sizes[image] : 0;
            below += numerators[image] < range.full * sizes[image] - ROUNDING ? sizes[image] : 0;
            all += sizes[image];
        }
        return new Bounds(range.full - mostImages(below / all, error), mostImages(above / all, error));
    }

    /* The largest error at which the bounds of what no image differs in reach 0. */
    private double boundsPValue() {
        return estimate == 0 ? 1 : Math.min(1, 2 * Math.pow(1 + Math.abs(estimate), -effectiveImages()));
    }

    @Override
    public Bounds bounds(double critical, double error) {
        double margin = critical * standardError;
        return standardError == 0
                ? bounds(error)
                : bounds(error).within(new Bounds(estimate - margin, estimate + margin));
    }

    @Override
    public boolean isExact(double critical, double error) {
        return standardError == 0;
    }

    @Override
    public double bootstrapPValue(Deviations farthest, int family) {
        return standardError == 0
                ? Math.min(1, family * boundsPValue() * (1 + MARGIN))
                : farthest.pValue(Math.abs(estimate) / standardError * (1 - MARGIN));
    }

    @Override
    public double signFlipPValue(SignFlips flips) {
        return flips.pValue(numerators);
    }

    /** Value and standard error in a resample. */
    Moments moments(Resample resample) {
        double[] weights = resample.weights();
        double sum = 0;
        double square = 0;
        double product = 0;
        for (int image = 0; image < weights.length; image++) {
            sum += weights[image] * numerators[image];
            square += weights[image] * squares[image];
            product += weights[image] * products[image];
        }
        double value = resample.size() == 0 ? 0 : sum / resample.size();
        // The sum of (numerator - value * size)² over the images drawn, multiplied out.
        double residuals = square - 2 * value * product + value * value * resample.squaredSize();
        return new Moments(value, standardError(Math.max(0, residuals), weights.length, resample.size()));
    }

    private double mostImages(double share, double error) {
        double images = effectiveImages();
        double differing = share * images;
        return images - differing < ROUNDING
                ? 1
                : new BetaDistribution(differing + 1, images - differing).inverseCumulativeProbability(1 - error / 2);
    }

    private double effectiveImages() {
        double all = 0;
        double squared = 0;
        for (double size : sizes) {
            all += size;
            squared += size * size;
        }
        return all * all / squared;
    }

    /**
     * A resample's figures.
     *
     * @param value the ratio
     * @param standardError of it
     */
    record Moments(double value, double standardError) {

        double from(double estimate, double usualError) {
            return Math.abs(value - estimate) / Math.max(standardError, LEAST_SHARE_OF_STANDARD_ERROR * usualError);
        }
    }

    /** What a ratio can be. */
    enum Range {
        /** A share of 1. */
        SHARE(0, 1, 1),
        /** A difference of two shares. */
        DIFFERENCE(-1, 1, 0);

        private final double lowest;
        private final double highest;

        /* What remains if no image lowers it. */
        private final double full;

        Range(double lowest, double highest, double full) {
            this.lowest = lowest;
            this.highest = highest;
            this.full = full;
        }
    }
}
