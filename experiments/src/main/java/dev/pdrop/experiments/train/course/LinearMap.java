// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Parameter;
import java.util.List;

/** A linear map with a bias that begins at 0 and is thrown away with the stage. Mutable; close it. */
final class LinearMap implements AutoCloseable {

    private final NDManager manager;
    private final Aid weight;
    private final Aid bias;

    /**
     * A map.
     *
     * @param name of what it reads; not that of another map of the course
     * @param from width of what it reads
     * @param to width of what it gives
     * @param manager closed with this
     */
    LinearMap(String name, int from, int to, NDManager manager) {
        this.manager = manager;
        this.weight = new Aid(name + ".weight", true, new Shape(from, to), manager);
        this.bias = new Aid(name + ".bias", false, new Shape(to), manager);
    }

    /** What it learns. */
    List<Parameter> aids() {
        return List.of(weight, bias);
    }

    /**
     * Maps rows.
     *
     * @param rows (rows, from), owned by whoever owns the result
     * @return (rows, to)
     */
    NDArray of(NDArray rows) {
        return rows.matMul(weight.value()).add(bias.value());
    }

    /**
     * Takes a gradient.
     *
     * @param rows that were mapped, without gradient
     * @param gradient of what it gave
     */
    void learn(NDArray rows, NDArray gradient) {
        weight.add(rows.transpose().matMul(gradient));
        bias.add(gradient.sum(new int[] {0}));
    }

    @Override
    public void close() {
        manager.close();
    }
}
