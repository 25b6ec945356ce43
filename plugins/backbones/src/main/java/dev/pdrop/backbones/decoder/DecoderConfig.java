// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.spi.Geometry;

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
        boolean attentionBias,
        boolean outputBias,
        boolean feedForwardBias,
        boolean tiedEmbeddings) {

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
