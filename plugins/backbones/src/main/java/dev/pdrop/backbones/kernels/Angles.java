// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.util.function.UnaryOperator;

/** Cosines and sines of the rotary positions of some rows; owns its two references. */
public final class Angles implements AutoCloseable {

    private final Tensor cosine;
    private final Tensor sine;

    /**
     * Angles.
     *
     * @param cosine (rows, 1, head size), or (batch, rows, 1, head size)
     * @param sine the same shape, its first half negated
     */
    public Angles(Tensor cosine, Tensor sine) {
        this.cosine = cosine;
        this.sine = sine;
    }

    /** Two tensors made in the same way from these two. */
    public Angles map(UnaryOperator<Tensor> change) {
        return new Angles(change.apply(cosine), change.apply(sine));
    }

    Tensor cosine() {
        return cosine;
    }

    Tensor sine() {
        return sine;
    }

    @Override
    public void close() {
        cosine.close();
        sine.close();
    }
}
