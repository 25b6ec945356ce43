// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

/**
 * The sizes of a model: all that planning and a cost model need.
 *
 * @param layers decoder layers, T
 * @param hiddenSize width of the decoder, d
 * @param heads attention heads
 * @param keyValueHeads key and value heads; fewer than {@code heads} in grouped-query attention
 * @param headSize width of one head
 * @param feedForwardSize width inside the gated feed-forward block, m
 * @param vocabularySize number of token ids
 * @param maxPositions number of positions the model was made for
 * @param vision the vision tower and projector
 */
public record Geometry(
        int layers,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForwardSize,
        int vocabularySize,
        int maxPositions,
        Vision vision) {

    /**
     * The vision tower.
     *
     * @param layers tower layers that are run
     * @param hiddenSize width of the tower
     * @param feedForwardSize width inside its feed-forward block
     * @param heads attention heads
     * @param rows rows that the tower processes for one image, a class token included
     * @param visualTokens visual tokens that one image of the usual size becomes
     */
    public record Vision(int layers, int hiddenSize, int feedForwardSize, int heads, int rows, int visualTokens) {}

    /** Checks that all sizes are positive and that query heads share key heads evenly. */
    public Geometry {
        if (layers < 1 || hiddenSize < 1 || heads < 1 || keyValueHeads < 1 || headSize < 1 || vocabularySize < 1) {
            throw new IllegalArgumentException("every size of a model must be at least 1");
        }
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    heads + " attention heads cannot share " + keyValueHeads + " key heads evenly");
        }
    }
}
