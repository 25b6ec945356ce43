// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Numbers of a parameter: values, a gradient, or a way to go. Immutable. */
final class Slopes {

    private final float[] values;

    Slopes(float[] values) {
        this.values = values.clone();
    }

    float[] values() {
        return values.clone();
    }

    double norm() {
        return Math.sqrt(dot(this));
    }

    double dot(Slopes other) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * other.values[i])
                .sum();
    }

    /** This plus a multiple of others. */
    Slopes plus(double factor, Slopes other) {
        float[] sum = new float[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (values[i] + factor * other.values[i]);
        }
        return new Slopes(sum);
    }

    /** The steepest of them, the others 0. */
    Slopes steepest(int count) {
        float[] few = new float[values.length];
        IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(values[i])))
                .limit(count)
                .forEach(i -> few[i] = values[i]);
        return new Slopes(few);
    }
}
