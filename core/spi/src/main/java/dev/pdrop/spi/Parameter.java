// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;

/** A tensor that is learnt; belongs to its {@link TrainableBackbone}. */
public interface Parameter {

    /** Its name, unique in the model, which never changes; checkpoints of the trainer are kept under it. */
    String name();

    /** The part of the model that it belongs to. */
    Part part();

    /**
     * Whether it is a matrix of a projection, which weight decay is meant for: no embedding, position, bias or norm.
     */
    boolean decays();

    /**
     * The values, float32, borrowed; what is written into it is what the model computes with from then on. Write while
     * no {@link TrainableBackbone.Recording} is open.
     *
     * <p>The model's manager takes nothing new: attach the values to a manager of your own for a while
     * ({@code NDManager.tempAttachAll}) before an operation that makes an array.
     */
    NDArray value();

    /**
     * The gradient recorded since {@link #clearGradient}, float32, borrowed, of the shape of {@link #value}.
     *
     * @throws IllegalStateException if there is none
     */
    NDArray gradient();

    /** Whether a gradient has been recorded since {@link #clearGradient}. */
    boolean hasGradient();

    /** Forgets the gradient. */
    void clearGradient();

    /** Whether recordings that are opened from now on record gradients for it; true at first. */
    void learn(boolean wanted);

    /** A part of a model. */
    enum Part {
        /** The vision tower. */
        TOWER,
        /** Between tower and decoder. */
        PROJECTOR,
        /** Word embeddings, and output weights tied to them. */
        EMBEDDINGS,
        /** Decoder layers, the norm behind them, and output weights of their own. */
        DECODER
    }
}
