// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.training;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is learnt, and the gradient recorded for it.
 *
 * <p>Borrows the tensor, which belongs to the weights of its {@link Kernels}; owns the gradient.
 */
public final class Weight implements Parameter {

    private final String name;
    private final Part part;
    private final boolean decays;
    private final Tensor tensor;
    private @Nullable Tensor gradient;
    private boolean learns = true;

    /**
     * A weight that learns.
     *
     * @param decays whether weight decay is meant for it
     * @param tensor its values, float32
     */
    public Weight(String name, Part part, boolean decays, Tensor tensor) {
        this.name = name;
        this.part = part;
        this.decays = decays;
        this.tensor = tensor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public boolean decays() {
        return decays;
    }

    @Override
    public NDArray value() {
        return tensor.array();
    }

    @Override
    public NDArray gradient() {
        if (gradient == null) {
            throw new IllegalStateException("no gradient has been recorded for " + name);
        }
        return gradient.array();
    }

    @Override
    public boolean hasGradient() {
        return gradient != null;
    }

    @Override
    public void clearGradient() {
        if (gradient != null) {
            gradient.close();
            gradient = null;
        }
    }

    @Override
    public void learn(boolean wanted) {
        learns = wanted;
    }

    boolean learns() {
        return learns;
    }

    /** The values, borrowed. */
    public Tensor tensor() {
        return tensor;
    }

    /* Takes over a gradient: a tensor without elements if there was nothing to learn. */
    void add(Tensor more, RowKernels kernels) {
        if (more.array().isEmpty()) {
            more.close();
        } else if (gradient == null) {
            gradient = more;
        } else {
            kernels.accumulate(gradient, more);
            more.close();
        }
    }
}
