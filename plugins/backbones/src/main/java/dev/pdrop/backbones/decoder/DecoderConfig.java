// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.Geometry;
import java.util.List;

/**
 * The description of a decoder.
 *
 * @param layers decoder layers
 * @param hiddenSize width of a row
 * @param heads query heads
 * @param keyValueHeads key and value heads
 * @param headSize width of one head, even
 * @param feedForwardSize width inside the gated feed-forward block
 * @param vocabularySize number of token ids
 * @param maxPositions number of positions the model was made for
 * @param epsilon what root-mean-square norms add
 * @param ropeTheta base of the rotary wave lengths
 * @param axes which axis of positions each rotary wave follows, one entry for every pair of a head's entries: 0 time, 1
 *     row, 2 column; empty where positions are one number
 * @param attentionBias whether the projections to queries, keys and values have biases
 * @param outputBias whether the projection behind attention has one
 * @param feedForwardBias whether the three projections of the feed-forward block have biases
 * @param tiedEmbeddings whether the word embeddings serve as output weights
 */
public record DecoderConfig(
        int layers,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForwardSize,
        int vocabularySize,
        int maxPositions,
        double epsilon,
        double ropeTheta,
        List<Integer> axes,
        boolean attentionBias,
        boolean outputBias,
        boolean feedForwardBias,
        boolean tiedEmbeddings) {

    /** Checks that every wave has an axis, or none. */
    public DecoderConfig {
        axes = List.copyOf(axes);
        if (!axes.isEmpty() && axes.size() != headSize / 2) {
            throw new IllegalArgumentException(
                    axes.size() + " axes are given for the " + headSize / 2 + " rotary waves of a head");
        }
    }

    /** Whether a visual token is placed by time, row and column. */
    boolean onGrids() {
        return !axes.isEmpty();
    }

    /** The sizes that planning and costs need, of a model that sees in such a way. */
    public Geometry geometry(Geometry.Vision vision) {
        return new Geometry(
                layers,
                hiddenSize,
                heads,
                keyValueHeads,
                headSize,
                feedForwardSize,
                vocabularySize,
                maxPositions,
                vision);
    }
}
