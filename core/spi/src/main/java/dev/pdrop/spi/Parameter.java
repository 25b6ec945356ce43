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

    /** The values, float32, borrowed; what is written into it is what the model computes with from then on. */
    NDArray value();

    /** The gradient recorded since {@link #clearGradient}, float32, borrowed, of the shape of {@link #value}. */
    NDArray gradient();

    /** Whether a gradient has been recorded since {@link #clearGradient}. */
    boolean hasGradient();

    /** Forgets the gradient. */
    void clearGradient();

    /** Whether gradients are recorded for it; true at first. */
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
