// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Parameter;

/** A parameter that belongs to a course and not to the model. */
final class Aid implements Parameter {

    private final String name;
    private final boolean decays;
    private final NDArray value;

    /**
     * A parameter.
     *
     * @param name not that of any parameter of a model
     * @param value a leaf, float32
     */
    Aid(String name, boolean decays, NDArray value) {
        this.name = "aid." + name;
        this.decays = decays;
        this.value = value;
        value.setRequiresGradient(true);
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
        return value.getGradient();
    }

    @Override
    public boolean hasGradient() {
        return value.hasGradient();
    }

    @Override
    public void clearGradient() {
        if (value.hasGradient()) {
            try (NDArray gradient = value.getGradient()) {
                gradient.subi(gradient);
            }
        }
    }

    @Override
    public void learn(boolean wanted) {
        value.setRequiresGradient(wanted);
    }
}
