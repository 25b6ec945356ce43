// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing.toy;

/**
 * The sizes of a {@link ToyBackbone}.
 *
 * @param layers decoder layers, at least 1
 * @param hiddenSize width of the decoder, a multiple of twice {@code heads}
 * @param heads attention heads
 * @param keyValueHeads key heads; fewer than {@code heads} for grouped-query attention
 * @param feedForwardSize width inside the feed-forward block
 * @param gridRows rows of visual tokens of an image
 * @param gridColumns visual tokens in such a row
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
    }

    /** Two layers, four heads on two key heads, eight visual tokens an image; what {@code toy.conf} says too. */
    public static ToyConfig small() {
        return new ToyConfig(2, 16, 4, 2, 24, 2, 4, 1);
    }

    /** The same with so many decoder layers. */
    public ToyConfig withLayers(int newLayers) {
        return new ToyConfig(newLayers, hiddenSize, heads, keyValueHeads, feedForwardSize, gridRows, gridColumns, seed);
    }

    /** The same with so many attention heads and key heads. */
    public ToyConfig withHeads(int newHeads, int newKeyValueHeads) {
        return new ToyConfig(
                layers, hiddenSize, newHeads, newKeyValueHeads, feedForwardSize, gridRows, gridColumns, seed);
    }

    /** The same with another grid of visual tokens. */
    public ToyConfig withGrid(int newRows, int newColumns) {
        return new ToyConfig(layers, hiddenSize, heads, keyValueHeads, feedForwardSize, newRows, newColumns, seed);
    }

    /** The same with other weights. */
    public ToyConfig withSeed(long newSeed) {
        return new ToyConfig(layers, hiddenSize, heads, keyValueHeads, feedForwardSize, gridRows, gridColumns, newSeed);
    }

    /** N of one image. */
    public int visualTokens() {
        return gridRows * gridColumns;
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
