// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Capture.Rotation;
import java.util.stream.IntStream;

/**
 * One decoder layer: norm, attention with rotary positions, norm, gated feed-forward block.
 *
 * <p>Arguments are in the step's scope and stand first in every operation, so that nothing lands in the manager of the
 * weights.
 */
final class ToyLayer {

    private final int heads;
    private final int keyValueHeads;
    private final NDArray attentionNorm;
    private final NDArray query;
    private final NDArray key;
    private final NDArray value;
    private final NDArray output;
    private final NDArray feedForwardNorm;
    private final NDArray gate;
    private final NDArray up;
    private final NDArray down;

    ToyLayer(ToyConfig config, ToyWeights weights) {
        int width = config.hiddenSize();
        int keyWidth = config.keyValueHeads() * config.headSize();
        this.heads = config.heads();
        this.keyValueHeads = config.keyValueHeads();
        this.attentionNorm = weights.norm(width);
        this.query = weights.matrix(width, width);
        this.key = weights.matrix(width, keyWidth);
        this.value = weights.matrix(width, keyWidth);
        this.output = weights.matrix(width, width);
        this.feedForwardNorm = weights.norm(width);
        this.gate = weights.matrix(width, config.feedForwardSize());
        this.up = weights.matrix(width, config.feedForwardSize());
        this.down = weights.matrix(config.feedForwardSize(), width);
    }

    /**
     * Keys of these rows, with rotary positions.
     *
     * @param hidden (batch, rows, width)
     * @return (batch, key heads, rows, head size)
     */
    NDArray keys(NDArray hidden, int[][] positions) {
        return ToyTensors.rotate(project(hidden, key, keyValueHeads), positions);
    }

    /** Values of these rows: (batch, key heads, rows, head size). */
    NDArray values(NDArray hidden) {
        return project(hidden, value, keyValueHeads);
    }

    /**
     * Runs rows through the layer.
     *
     * @param hidden (batch, rows, width)
     * @param keys of all rows of the sequence, these last
     * @param values of all rows of the sequence, these last
     * @return (batch, rows, width)
     */
    NDArray run(NDArray hidden, int[][] positions, NDArray keys, NDArray values) {
        int rows = positions[0].length;
        int before = (int) keys.getShape().get(2) - rows;
        int[][] places = new int[positions.length][];
        java.util.Arrays.setAll(
                places, example -> IntStream.range(before, before + rows).toArray());
        NDArray queries = ToyTensors.rotate(project(hidden, query, heads), positions);
        NDArray attention = ToyTensors.scores(queries, keys, places).softmax(3);
        NDArray attended = hidden.add(
                ToyTensors.joinHeads(ToyTensors.mix(attention, values)).matMul(output));
        NDArray normed = ToyTensors.norm(attended, feedForwardNorm);
        NDArray gated = normed.matMul(gate);
        NDArray activated = gated.div(gated.neg().exp().add(1));
        return attended.add(activated.mul(normed.matMul(up)).matMul(down));
    }

    /**
     * A captured value of this layer on its own input.
     *
     * @param hidden (batch, rows, width), every row of the sequence
     */
    NDArray capture(Capture capture, NDArray hidden, ToyRows rows) {
        int[][] chosen = rows.rows(capture.queries());
        return switch (capture.kind()) {
            case HIDDEN -> ToyTensors.pick(hidden, chosen, 1);
            case QUERY -> ToyTensors.pick(rotated(hidden, query, heads, capture, rows), chosen, 2);
            case KEY -> ToyTensors.pick(rotated(hidden, key, keyValueHeads, capture, rows), chosen, 2);
            case VALUE -> ToyTensors.pick(values(hidden), chosen, 2);
            case SCORES -> scores(capture, hidden, rows, chosen);
            case ATTENTION -> scores(capture, hidden, rows, chosen).softmax(3);
            case PIXELS -> throw new IllegalArgumentException("a decoder layer has no pixels: " + capture);
        };
    }

    private NDArray scores(Capture capture, NDArray hidden, ToyRows rows, int[][] chosen) {
        NDArray queries = ToyTensors.pick(rotated(hidden, query, heads, capture, rows), chosen, 2);
        return ToyTensors.scores(queries, rotated(hidden, key, keyValueHeads, capture, rows), chosen);
    }

    private NDArray rotated(NDArray hidden, NDArray weight, int count, Capture capture, ToyRows rows) {
        NDArray plain = project(hidden, weight, count);
        return capture.rotation() == Rotation.NONE ? plain : ToyTensors.rotate(plain, rows.positions());
    }

    private NDArray project(NDArray hidden, NDArray weight, int count) {
        return ToyTensors.splitHeads(ToyTensors.norm(hidden, attentionNorm).matMul(weight), count);
    }
}
