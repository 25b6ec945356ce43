// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Parameter;

/** A parameter that belongs to a course and not to the model, and whose gradient the course computes itself. */
final class Aid implements Parameter {

    private final String name;
    private final boolean decays;
    private final NDArray value;
    private final NDArray gradient;
    private boolean found;

    /**
     * A parameter of zeros.
     *
     * @param name not that of any other aid
     * @param manager owns its values
     */
    Aid(String name, boolean decays, Shape shape, NDManager manager) {
        this.name = "aid." + name;
        this.decays = decays;
        this.value = manager.zeros(shape, DataType.FLOAT32);
        this.gradient = manager.zeros(shape, DataType.FLOAT32);
    }

    /** Adds to the gradient. */
    void add(NDArray more) {
        gradient.addi(more);
        found = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Part part() {
        return Part.PROJECTOR;
    }

    @Override
    public boolean decays() {
        return decays;
    }

    @Override
    public NDArray value() {
        return value;
    }

    @Override
    public NDArray gradient() {
        return gradient;
    }

    @Override
    public boolean hasGradient() {
        return found;
    }

    @Override
    public void clearGradient() {
        gradient.muli(0);
        found = false;
    }

    @Override
    public void learn(boolean wanted) {
        // An aid that is not learnt would be of no use.
    }
}
