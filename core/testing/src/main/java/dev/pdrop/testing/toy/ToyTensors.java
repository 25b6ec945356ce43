// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Tensor idioms of the toy; a result belongs to the manager of the first argument. */
final class ToyTensors {

    private ToyTensors() {}

    /** A new handle on the storage of an array, owned by {@code owner}. */
    static NDArray share(NDArray array, NDManager owner) {
        NDArray handle = array.reshape(array.getShape());
        handle.attach(owner);
        return handle;
    }

    /** Chosen examples (axis 0), owned by {@code owner}. */
    static NDArray examples(NDArray array, int[] chosen, NDManager owner) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray index =
                    scope.create(java.util.Arrays.stream(chosen).asLongStream().toArray());
            NDArray picked = share(array, scope).get(index);
            picked.attach(owner);
            return picked;
        }
    }

    /** Chosen entries of an axis, chosen anew for each example (axis 0). */
    static NDArray pick(NDArray array, int[][] entries, int axis) {
        Shape wide = withSize(array.getShape(), axis, entries[0].length);
        if (entries[0].length == 0) {
            return array.getManager().zeros(wide);
        }
        long[] narrow = new long[wide.dimension()];
        java.util.Arrays.fill(narrow, 1);
        narrow[0] = entries.length;
        narrow[axis] = entries[0].length;
        long[] flat = java.util.Arrays.stream(entries)
                .flatMapToInt(java.util.Arrays::stream)
                .asLongStream()
                .toArray();
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray index = scope.create(flat, new Shape(narrow)).broadcast(wide);
            return array.gather(index, axis);
        }
    }

    /** Root-mean-square norm over the last axis. */
    static NDArray norm(NDArray rows, NDArray weight) {
        NDArray meanSquare = rows.square().mean(new int[] {-1}, true);
        return rows.div(meanSquare.add(1e-5f).sqrt()).mul(weight);
    }

    /** (batch, rows, heads x size) to (batch, heads, rows, size). */
    static NDArray splitHeads(NDArray rows, int heads) {
        Shape shape = rows.getShape();
        return rows.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    /** (batch, heads, rows, size) to (batch, rows, heads x size). */
    static NDArray joinHeads(NDArray heads) {
        Shape shape = heads.getShape();
        return heads.transpose(0, 2, 1, 3).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }

    /**
     * Rotary position embedding as in the Llama family: entry i turns together with entry i + size / 2.
     *
     * @param vectors (batch, heads, rows, size)
     * @param positions of each row of each example
     */
    static NDArray rotate(NDArray vectors, int[][] positions) {
        int size = (int) vectors.getShape().get(3);
        float[] cosines = new float[positions.length * positions[0].length * size];
        float[] sines = new float[cosines.length];
        int at = 0;
        for (int[] example : positions) {
            for (int position : example) {
                for (int i = 0; i < size; i++) {
                    double angle = position / Math.pow(10_000, 2.0 * (i % (size / 2)) / size);
                    cosines[at] = (float) Math.cos(angle);
                    sines[at++] = (float) Math.sin(angle);
                }
            }
        }
        NDManager manager = vectors.getManager();
        Shape shape = new Shape(positions.length, 1, positions[0].length, size);
        var halves = vectors.split(2, 3);
        NDArray turned = halves.get(1).neg().concat(halves.get(0), 3);
        return vectors.mul(manager.create(cosines, shape)).add(turned.mul(manager.create(sines, shape)));
    }

    /**
     * Query times key over the root of the head size, minus infinity where a key stands behind its query.
     *
     * @param queries (batch, heads, Q, size)
     * @param keys (batch, key heads, T, size); each serves heads / key heads neighbouring heads
     * @param rows the place among the T keys of each query, per example
     * @return (batch, heads, Q, T)
     */
    static NDArray scores(NDArray queries, NDArray keys, int[][] rows) {
        Shape shape = queries.getShape();
        long keyHeads = keys.getShape().get(1);
        int columns = (int) keys.getShape().get(2);
        NDArray grouped = queries.reshape(shape.get(0), keyHeads, shape.get(1) / keyHeads, shape.get(2), shape.get(3));
        NDArray products = grouped.matMul(keys.expandDims(2).swapAxes(3, 4))
                .reshape(shape.get(0), shape.get(1), shape.get(2), columns)
                .div((float) Math.sqrt((double) shape.get(3)));
        float[] mask = new float[rows.length * rows[0].length * columns];
        int at = 0;
        for (int[] example : rows) {
            for (int row : example) {
                for (int column = 0; column < columns; column++) {
                    mask[at++] = column > row ? Float.NEGATIVE_INFINITY : 0;
                }
            }
        }
        return products.add(queries.getManager().create(mask, new Shape(rows.length, 1, rows[0].length, columns)));
    }

    /**
     * Values mixed by attention weights.
     *
     * @param weights (batch, heads, Q, T)
     * @param values (batch, key heads, T, size)
     * @return (batch, heads, Q, size)
     */
    static NDArray mix(NDArray weights, NDArray values) {
        Shape shape = weights.getShape();
        long keyHeads = values.getShape().get(1);
        return weights.reshape(shape.get(0), keyHeads, shape.get(1) / keyHeads, shape.get(2), shape.get(3))
                .matMul(values.expandDims(2))
                .reshape(
                        shape.get(0),
                        shape.get(1),
                        shape.get(2),
                        values.getShape().get(3));
    }

    private static Shape withSize(Shape shape, int axis, long size) {
        long[] sizes = shape.getShape().clone();
        sizes[axis] = size;
        return new Shape(sizes);
    }
}
