// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.util.List;

/** The kernels that pick, put and convert rows, typed. Arguments are borrowed, results are the caller's. */
public final class RowKernels {

    private final Kernels kernels;

    /** The row kernels of a module. */
    public RowKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Rows (n, width) of several tensors, one behind the other: (sum of n, width). */
    public Tensor behindEachOther(List<Tensor> rows) {
        return kernels.call("rows_behind_each_other").with(rows).tensor();
    }

    /** Rows of each example: (batch, rows, width) and (batch, chosen) give (batch, chosen, width). */
    public Tensor rows(Tensor tensor, Tensor places) {
        return kernels.recordable("take_rows").with(tensor).with(places).tensor();
    }

    /** The same without gradients, whatever is recorded. */
    public Tensor unrecordedRows(Tensor tensor, Tensor places) {
        return kernels.call("take_rows").with(tensor).with(places).tensor();
    }

    /**
     * Rows with others mixed into some of them, summed up in float32.
     *
     * @param left (batch, rows left, width)
     * @param tensor (batch, rows, width), where the others are taken from
     * @param targets (mixed), places among all rows left of the batch
     * @param sources (mixed, several), for each of them places among all rows of the batch
     * @param weights (mixed, several), float32
     * @return as {@code left}
     */
    public Tensor mixed(Tensor left, Tensor tensor, Tensor targets, Tensor sources, Tensor weights) {
        return kernels.recordable("mix_rows")
                .with(left)
                .with(tensor)
                .with(targets)
                .with(sources)
                .with(weights)
                .tensor();
    }

    /** Rows of each head: (batch, heads, rows, size) and (batch, chosen) give (batch, heads, chosen, size). */
    public Tensor headRows(Tensor tensor, Tensor places) {
        return kernels.call("take_head_rows").with(tensor).with(places).tensor();
    }

    /** Columns of each map: (batch, heads, queries, rows) and (batch, chosen) give (batch, heads, queries, chosen). */
    public Tensor columns(Tensor tensor, Tensor places) {
        return kernels.call("take_columns").with(tensor).with(places).tensor();
    }

    /** Chosen examples: (batch, ..) and (chosen) give (chosen, ..). */
    public Tensor examples(Tensor tensor, Tensor places) {
        return kernels.call("take_examples").with(tensor).with(places).tensor();
    }

    /** The last row of each example, in storage of its own: (batch, 1, width). */
    public Tensor last(Tensor tensor) {
        return kernels.call("last_row").with(tensor).tensor();
    }

    /** Rows, and more rows behind them. */
    public Tensor joined(Tensor tensor, Tensor more) {
        return kernels.call("join_rows").with(tensor).with(more).tensor();
    }

    /** Rows of a table of positions for each example: (batch, rows, 1, head size). */
    public Tensor positions(Tensor table, Tensor places) {
        return kernels.recordable("take_positions").with(table).with(places).tensor();
    }

    /**
     * Rows of a table of positions of which each column has an axis of its own.
     *
     * @param places (axes, batch, rows)
     * @param axes (head size), the axis of each column
     * @return (batch, rows, 1, head size)
     */
    public Tensor axisPositions(Tensor table, Tensor places, Tensor axes) {
        return kernels.recordable("take_axis_positions")
                .with(table)
                .with(places)
                .with(axes)
                .tensor();
    }

    /** Successive rows of a table of positions, a view: (count, 1, head size). */
    public Tensor positions(Tensor table, int first, int count) {
        return kernels.call("slice_positions")
                .with(table)
                .with(first)
                .with(count)
                .tensor();
    }

    /** Word embeddings: (batch, rows, hidden size). */
    public Tensor embedded(Tensor table, Tensor ids) {
        return kernels.recordable("embed").with(table).with(ids).tensor();
    }

    /**
     * Word embeddings with image features in their slots.
     *
     * @param features at least one, each (rows, hidden size)
     * @param slots for each row of the features, its place among all rows of the batch
     */
    public Tensor embedded(Tensor table, Tensor ids, List<Tensor> features, Tensor slots) {
        return kernels.recordable("embed_with_features")
                .with(table)
                .with(ids)
                .with(features)
                .with(slots)
                .tensor();
    }

    /** The same numbers in float32, cut off from what gradients are recorded for. */
    public Tensor widened(Tensor tensor) {
        return kernels.call("widen").with(tensor).tensor();
    }

    /** The same numbers in the format of another tensor. */
    public Tensor converted(Tensor tensor, Tensor like) {
        return kernels.call("convert").with(tensor).with(like).tensor();
    }

    /** Adds to a sum, in its own memory. */
    public void accumulate(Tensor sum, Tensor more) {
        kernels.call("accumulate").with(sum).with(more).tensor().close();
    }

    /**
     * Rows times a transposed matrix, as every projection is computed; tells what a machine can do at most.
     *
     * @param tensor (batch, rows, width)
     * @param matrix (columns, width), in the same number format
     * @return (batch, rows, columns)
     */
    public Tensor product(Tensor tensor, Tensor matrix) {
        return kernels.call("product").with(tensor).with(matrix).tensor();
    }
}
