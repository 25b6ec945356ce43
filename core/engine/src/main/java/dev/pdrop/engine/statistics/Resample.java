// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/** Images drawn with replacement, as many as there are. Valid until the next one is drawn. */
final class Resample {

    private final double[] weights;
    private final double size;
    private final double squaredSize;

    /**
     * A resample.
     *
     * @param weights how often each image was drawn; borrowed
     * @param size questions on the images drawn
     * @param squaredSize sum of squares of the number of questions of the images drawn
     */
    Resample(double[] weights, double size, double squaredSize) {
        this.weights = weights;
        this.size = size;
        this.squaredSize = squaredSize;
    }

    /** How often each image was drawn; only to be read. */
    double[] weights() {
        return weights;
    }

    /** Questions on the images drawn. */
    double size() {
        return size;
    }

    /** Sum of squares of the number of questions of the images drawn. */
    double squaredSize() {
        return squaredSize;
    }
}
