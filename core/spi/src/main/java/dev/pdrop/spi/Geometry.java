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
     * What turns an image into visual tokens. All counts are those of one image of the usual size.
     *
     * @param tower the vision tower
     * @param projector what lies between tower and decoder
     * @param visualTokens visual tokens that the image becomes
     */
    public record Vision(Tower tower, Projector projector, int visualTokens) {

        /** Checks that an image becomes something. */
        public Vision {
            if (visualTokens < 1) {
                throw new IllegalArgumentException("visual-tokens must be at least 1, was " + visualTokens);
            }
        }
    }

    /**
     * The vision tower.
     *
     * @param layers tower layers that are run
     * @param hiddenSize width of the tower
     * @param feedForwardSize width inside its feed-forward block
     * @param feedForwardMatrices matrices of that block: 2, or 3 where it is gated
     * @param heads attention heads
     * @param patches patches of all tiles of the image
     * @param patchValues numbers of one patch that its embedding multiplies: channels times height times width, times
     *     the frames that share a patch
     * @param rows rows that the tower processes: patches and class tokens
     * @param attendedRows rows that one row attends to, itself included, on average over layers: those of its tile, or
     *     of its window where attention is windowed
     */
    public record Tower(
            int layers,
            int hiddenSize,
            int feedForwardSize,
            int feedForwardMatrices,
            int heads,
            int patches,
            int patchValues,
            int rows,
            int attendedRows) {}

    /**
     * The projector.
     *
     * @param rows rows that are projected
     * @param weights weights that each of them meets, biases not counted
     */
    public record Projector(int rows, long weights) {}

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
