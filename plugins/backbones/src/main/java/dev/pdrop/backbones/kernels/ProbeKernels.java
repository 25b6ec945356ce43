// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

/** The kernels that captures are made with, typed. Arguments are borrowed, results are the caller's. */
public final class ProbeKernels {

    private final Kernels kernels;

    /** The probe kernels of a module. */
    public ProbeKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /**
     * Keys before rotary positions.
     *
     * @param rows (batch, rows, hidden size), as they enter the layer
     * @param angles any angles of the model; they tell the head size
     * @return (batch, key heads, rows, head size)
     */
    public Tensor keys(Tensor rows, TensorMap weights, Angles angles) {
        return probe("probe_keys", rows, weights, angles);
    }

    /** Queries before rotary positions: (batch, heads, rows, head size). */
    public Tensor queries(Tensor rows, TensorMap weights, Angles angles) {
        return probe("probe_queries", rows, weights, angles);
    }

    /** Values: (batch, key heads, rows, head size). */
    public Tensor values(Tensor rows, TensorMap weights, Angles angles) {
        return probe("probe_values", rows, weights, angles);
    }

    private Tensor probe(String kernel, Tensor rows, TensorMap weights, Angles angles) {
        return kernels.call(kernel)
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .tensor();
    }

    /** Heads with rotary positions applied: the same shape. */
    public Tensor rotated(Tensor heads, Angles angles) {
        return kernels.call("rotate_heads")
                .with(heads)
                .with(angles.cosine())
                .with(angles.sine())
                .tensor();
    }

    /**
     * Scaled products of queries and keys, minus infinity where a key stands behind its query.
     *
     * @param places (batch, queries), the row of each query
     * @return (batch, heads, queries, rows), float32
     */
    public Tensor scores(Tensor queries, Tensor keys, Tensor places) {
        return kernels.call("probe_scores")
                .with(queries)
                .with(keys)
                .with(places)
                .tensor();
    }

    /**
     * The same in lessons.
     *
     * @param mask what {@link DecoderKernels#lessonMask} gave
     */
    public Tensor lessonScores(Tensor queries, Tensor keys, Tensor places, Tensor mask) {
        return kernels.call("probe_lesson_scores")
                .with(queries)
                .with(keys)
                .with(places)
                .with(mask)
                .tensor();
    }

    /** Turns scores into attention, in their own memory; gives up the reference to the scores. */
    public Tensor softmax(Tensor scores) {
        try (scores) {
            return kernels.call("softmax_in_place").with(scores).tensor();
        }
    }
}
