// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.TokenGrid;

/**
 * The sizes of a {@link ToyBackbone}.
 *
 * @param layers decoder layers, at least 1
 * @param hiddenSize width of the decoder, a multiple of twice {@code heads}
 * @param heads attention heads
 * @param keyValueHeads key heads; fewer than {@code heads} for grouped-query attention
 * @param feedForwardSize width inside the feed-forward block
 * @param gridRows rows of visual tokens of an image, or of the largest
 * @param gridColumns visual tokens in such a row
 * @param cellPixels pixels of each side of what one visual token shows, so that a smaller image has fewer; 0 if every
 *     image is scaled to the whole grid
 * @param seed decides every weight
 */
public record ToyConfig(
        int layers,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int feedForwardSize,
        int gridRows,
        int gridColumns,
        int cellPixels,
        long seed) {

    /** Checks that the sizes fit together. */
    public ToyConfig {
        require(layers >= 1, "layers must be at least 1, was " + layers);
        require(heads >= 1, "heads must be at least 1, was " + heads);
        require(
                hiddenSize >= 1 && hiddenSize % (2 * heads) == 0,
                "hidden-size must be a multiple of twice the " + heads + " heads, was " + hiddenSize);
        require(
                keyValueHeads >= 1 && heads % keyValueHeads == 0,
                "key-value-heads must divide the " + heads + " heads, was " + keyValueHeads);
        require(feedForwardSize >= 1, "feed-forward-size must be at least 1, was " + feedForwardSize);
        require(gridRows >= 1, "grid-rows must be at least 1, was " + gridRows);
        require(gridColumns >= 1, "grid-columns must be at least 1, was " + gridColumns);
        require(cellPixels >= 0, "cell-pixels must be at least 0, was " + cellPixels);
    }

    /** Two layers, four heads on two key heads, eight visual tokens an image; what {@code toy.conf} says too. */
    public static ToyConfig small() {
        return new ToyConfig(2, 16, 4, 2, 24, 2, 4, 0, 1);
    }

    /** The same with so many decoder layers. */
    public ToyConfig withLayers(int newLayers) {
        return new ToyConfig(
                newLayers, hiddenSize, heads, keyValueHeads, feedForwardSize, gridRows, gridColumns, cellPixels, seed);
    }

    /** The same with so many attention heads and key heads. */
    public ToyConfig withHeads(int newHeads, int newKeyValueHeads) {
        return new ToyConfig(
                layers,
                hiddenSize,
                newHeads,
                newKeyValueHeads,
                feedForwardSize,
                gridRows,
                gridColumns,
                cellPixels,
                seed);
    }

    /** The same with another grid of visual tokens. */
    public ToyConfig withGrid(int newRows, int newColumns) {
        return new ToyConfig(
                layers, hiddenSize, heads, keyValueHeads, feedForwardSize, newRows, newColumns, cellPixels, seed);
    }

    /** The same with cells of so many pixels a side, so that a smaller image has fewer visual tokens. */
    public ToyConfig withCells(int newCellPixels) {
        return new ToyConfig(
                layers, hiddenSize, heads, keyValueHeads, feedForwardSize, gridRows, gridColumns, newCellPixels, seed);
    }

    /** The same with other weights. */
    public ToyConfig withSeed(long newSeed) {
        return new ToyConfig(
                layers, hiddenSize, heads, keyValueHeads, feedForwardSize, gridRows, gridColumns, cellPixels, newSeed);
    }

    /** N of one image, or of the largest. */
    public int visualTokens() {
        return gridRows * gridColumns;
    }

    /** The grid of an image's visual tokens. */
    TokenGrid grid(Image image) {
        return new TokenGrid(cells(image.height(), gridRows), cells(image.width(), gridColumns));
    }

    private int cells(int pixels, int most) {
        return cellPixels == 0 ? most : Math.max(1, Math.min(most, Math.round((float) pixels / cellPixels)));
    }

    /** Width of one head. */
    public int headSize() {
        return hiddenSize / heads;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
