// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

/** The decoder kernels, typed. Arguments are borrowed, results are the caller's. */
public final class DecoderKernels {

    private final Kernels kernels;

    /** The decoder kernels of a module. */
    public DecoderKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * One layer over a whole sequence.
     *
     * @param rows (batch, rows, hidden size)
     */
    public LayerOutput layer(Tensor rows, TensorMap weights, Angles angles) {
        return new LayerOutput(kernels.call("layer")
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .tensors());
    }

    /**
     * One layer over a whole sequence whose keys have been projected.
     *
     * @param keys (batch, key heads, rows, head size), before rotary positions
     */
    public LayerOutput layerWithKeys(Tensor rows, Tensor keys, TensorMap weights, Angles angles) {
        return new LayerOutput(kernels.call("layer_with_keys")
                .with(rows)
                .with(keys)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .tensors());
    }

    /**
     * One layer over rows that follow cached ones.
     *
     * @param rows (batch, new rows, hidden size)
     * @param keys cached keys: (batch, key heads, cached rows, head size)
     * @param values cached values, the same shape
     */
    public LayerOutput append(Tensor rows, Tensor keys, Tensor values, TensorMap weights, Angles angles) {
        return new LayerOutput(kernels.call("layer_append")
                .with(rows)
                .with(keys)
                .with(values)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .tensors());
    }

    /**
     * Next-token logits of the last row, float32.
     *
     * @return (batch, vocabulary)
     */
    public Tensor logits(Tensor rows, TensorMap weights) {
        return kernels.call("logits").with(rows).with(weights).tensor();
    }
}
