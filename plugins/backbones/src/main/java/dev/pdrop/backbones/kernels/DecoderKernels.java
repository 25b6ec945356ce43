// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.util.List;

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
        return new LayerOutput(kernels.recordable("layer")
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .tensors());
    }

    /**
     * One layer over the rows of lessons.
     *
     * @param mask (1 or batch, 1, masked rows, rows): what {@link #lessonMask} and {@link #lastOfMask} gave for the
     *     last rows; those before see all rows before themselves
     */
    public LayerOutput lesson(Tensor rows, TensorMap weights, Angles angles, Tensor mask) {
        return new LayerOutput(kernels.recordable("lesson_layer")
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .with(mask)
                .tensors());
    }

    /**
     * The last layer over the rows of lessons, as far as some rows need it.
     *
     * @param places (wanted rows) among batch times rows
     * @return with rows (1, wanted rows, hidden size)
     */
    public LayerOutput lastLesson(Tensor rows, TensorMap weights, Angles angles, Tensor mask, Tensor places) {
        return new LayerOutput(kernels.recordable("last_lesson_layer")
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .with(mask)
                .with(places)
                .tensors());
    }

    /** What the rows from {@code start} on see: (batch, 1, rows, rows) gives (batch, 1, rows - start, rows), a view. */
    public Tensor lastOfMask(Tensor mask, int start) {
        return kernels.call("last_of_mask").with(mask).with(start).tensor();
    }

    /**
     * What rows of lessons see: 0, or minus infinity where a row does not see another.
     *
     * @param segments (batch, rows), int64
     * @param like a tensor in the number format of the rows
     * @return (batch, 1, rows, rows)
     */
    public Tensor lessonMask(Tensor segments, Tensor like) {
        return kernels.recordable("lesson_mask").with(segments).with(like).tensor();
    }

    /**
     * How badly rows foretell what follows them.
     *
     * @param rows (1, rows, hidden size)
     * @param targets (rows), int64
     * @return the mean cross-entropy, a single number, and the logits, (rows, vocabulary); float32
     */
    public List<Tensor> lessonLoss(Tensor rows, Tensor targets, TensorMap weights) {
        return kernels.recordable("lesson_loss")
                .with(rows)
                .with(targets)
                .with(weights)
                .tensors();
    }

    /** The token with the highest logit of each row: (rows, vocabulary) gives (rows), int64. */
    public Tensor likeliest(Tensor logits) {
        return kernels.call("likeliest").with(logits).tensor();
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
