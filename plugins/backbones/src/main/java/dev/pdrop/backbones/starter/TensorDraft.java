// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.weights.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The tensors of a new model, as they are named one after the other; numbers are drawn when they are written. */
final class TensorDraft {

    private final long seed;
    private final List<NamedTensor> tensors = new ArrayList<>();

    TensorDraft(long seed) {
        this.seed = seed;
    }

    /** All tensors so far. */
    List<NamedTensor> tensors() {
        return List.copyOf(tensors);
    }

    /** A tensor of given numbers. */
    void add(String name, Supplier<float[]> values, long... shape) {
        tensors.add(new NamedTensor(name, LongStream.of(shape).boxed().toList(), values));
    }

    /** Normal numbers. */
    void normal(String name, double deviation, long... shape) {
        add(name, () -> draw(name, deviation, shape), shape);
    }

    /** The numbers that {@link #normal} gives a tensor. */
    float[] draw(String name, double deviation, long... shape) {
        long count = LongStream.of(shape).reduce(1, Math::multiplyExact);
        return RandomNormals.of(seed, name, Math.toIntExact(count), deviation);
    }

    /** A norm that changes nothing yet: weights of one, and no bias. */
    void norm(String prefix, long width) {
        constant(prefix + ".weight", 1, width);
    }

    /** A norm with a bias that changes nothing yet. */
    void normWithBias(String prefix, long width) {
        norm(prefix, width);
        constant(prefix + ".bias", 0, width);
    }

    /**
     * A projection with a bias of zeros.
     *
     * @param scale of a result, for inputs of deviation 1
     */
    void linear(String prefix, double scale, long outputs, long inputs) {
        normal(prefix + ".weight", scale / StrictMath.sqrt((double) inputs), outputs, inputs);
        constant(prefix + ".bias", 0, outputs);
    }

    private void constant(String name, float value, long count) {
        add(
                name,
                () -> {
                    float[] values = new float[Math.toIntExact(count)];
                    Arrays.fill(values, value);
                    return values;
                },
                count);
    }
}
