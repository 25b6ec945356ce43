// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Draws weights, always the same for a seed; {@link Random} is specified to the bit. */
final class ToyWeights {

    private final NDManager manager;
    private final Random random;

    ToyWeights(NDManager manager, long seed) {
        this.manager = manager;
        this.random = new Random(seed);
    }

    /** (from, to), scaled to keep the size of what passes through. */
    NDArray matrix(int from, int to) {
        return manager.create(draw(from * to, 0, 1.5 / Math.sqrt(from)), new Shape(from, to));
    }

    /** (size), around 1. */
    NDArray norm(int size) {
        return manager.create(draw(size, 1, 0.1), new Shape(size));
    }

    /** Embeddings on the host: one row a token. */
    float[][] table(int rows, int width) {
        float[][] table = new float[rows][];
        java.util.Arrays.setAll(table, row -> draw(width, 0, 1));
        return table;
    }

    private float[] draw(int count, double mean, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return values;
    }
}
