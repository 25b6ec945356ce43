// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;

/**
 * A batch of prompts inside the decoder: an immutable value over shared tensors.
 *
 * <p>{@link Backbone#advance}, {@link Backbone#retain} and {@link Backbone#append} give a new state and leave the old
 * one usable. Each state owns its own handles on the tensors that it shares, so states close in any order. Close each
 * one.
 *
 * <p>Counts are equal over the examples of a batch; which visual tokens are left, and hence rows and positions, may
 * differ from example to example.
 */
public interface DecoderState extends AutoCloseable {

    /** K: so many decoder layers have run. */
    int layer();

    /** The prompts that this state grew from, one an example. */
    List<Prompt> prompts();

    /** Number of examples. */
    default int batch() {
        return prompts().size();
    }

    /** Rows of each example that enter the next layer, appended ones included. */
    int tokens();

    /** Visual tokens of each example that are left. */
    int visualTokens();

    /**
     * The visual index of each visual token left of one example, ascending.
     *
     * @return a copy, {@link #visualTokens()} long
     */
    int[] visualIndices(int example);

    /**
     * The row of each visual token left of one example, ascending.
     *
     * @return a copy, {@link #visualTokens()} long
     */
    int[] visualRows(int example);

    /**
     * The position id of each row of one example; where a model has several axes of positions, that on the first one.
     *
     * @return a copy, {@link #tokens()} long
     */
    int[] positions(int example);

    /**
     * The position ids of each row of one example, axis by axis: one axis for most models, three for models that place
     * a visual token in time, row and column.
     *
     * <p>They rise from row to row: on the first axis on which a row differs from the one before, its id is higher. A
     * text row has one id on all axes.
     *
     * @return copies, one or more axes, each {@link #tokens()} long; the first is {@link #positions}
     */
    default int[][] positionAxes(int example) {
        return new int[][] {positions(example)};
    }

    /**
     * The position id of the next row that would be appended to an example, on every axis, in the numbering that holds
     * at this boundary.
     */
    int nextPosition(int example);

    /**
     * Keys cached for a layer that has run.
     *
     * @param decoderLayer a layer below {@link #layer()}
     */
    int keyValueTokens(int decoderLayer);

    /** The captures that this state carries. */
    Set<Capture> captures();

    /**
     * A captured value, borrowed, float32, in the shape that {@link Capture.Kind} gives; token columns and
     * {@link Queries.Named#ALL} rows follow the tokens through {@link Backbone#retain}.
     *
     * @throws IllegalArgumentException if the state does not carry it
     */
    NDArray captured(Capture capture);

    @Override
    void close();
}
