// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

/**
 * Which old pixels each new pixel along one axis is made of, and with what weights.
 *
 * <p>Weights are fixed-point numbers with {@value #PRECISION} bits after the point. They are worked out in double
 * precision, divided by their sum, and rounded half away from zero, in this order: the last bit matters.
 */
final class Coefficients {

    /** 8 bits of the level and 2 of overshoot stand before the point. */
    static final int PRECISION = 32 - 8 - 2;

    private final int[] first;
    private final int[][] weights;

    private Coefficients(int[] first, int[][] weights) {
        this.first = first;
        this.weights = weights;
    }

    /** The coefficients that turn {@code from} pixels into {@code to}. */
    static Coefficients of(Resampling filter, int from, int to) {
        double scale = (double) from / to;
        // A filter is stretched when the picture shrinks, which is the antialiasing; it never gets narrower.
        double stretch = Math.max(scale, 1);
        double support = filter.support() * stretch;
        int[] first = new int[to];
        int[][] weights = new int[to][];
        for (int pixel = 0; pixel < to; pixel++) {
            double center = (pixel + 0.5) * scale;
            first[pixel] = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), from);
            weights[pixel] = weights(filter, first[pixel], end, center, 1 / stretch);
        }
        return new Coefficients(first, weights);
    }

    private static int[] weights(Resampling filter, int first, int end, double center, double shrink) {
        double[] weights = new double[end - first];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = filter.weight((i + first - center + 0.5) * shrink);
            sum += weights[i];
        }
        int[] fixed = new int[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double scaled = weights[i] / sum * (1 << PRECISION);
            fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
        return fixed;
    }

    int size() {
        return first.length;
    }

    int first(int pixel) {
        return first[pixel];
    }

    int[] weights(int pixel) {
        return weights[pixel];
    }
}
