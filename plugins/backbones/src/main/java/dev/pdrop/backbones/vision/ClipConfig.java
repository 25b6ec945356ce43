// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.VisionKernels;

/**
 * The description of a CLIP vision transformer as far as it is run.
 *
 * @param imageSize width and height of its input in pixels
 * @param patchSize width and height of a patch in pixels
 * @param channels colours
 * @param hiddenSize width of a row
 * @param feedForwardSize width inside a feed-forward block
 * @param heads attention heads
 * @param layers how many of the checkpoint's layers are run
 * @param epsilon what layer norms add
 * @param activation what stands inside the feed-forward block
 * @param keepsClass whether the class token becomes a visual token too
 */
public record ClipConfig(
        int imageSize,
        int patchSize,
        int channels,
        int hiddenSize,
        int feedForwardSize,
        int heads,
        int layers,
        double epsilon,
        VisionKernels.Activation activation,
        boolean keepsClass) {

    VisionBlocks.Sizes blocks() {
        return new VisionBlocks.Sizes(layers, hiddenSize, feedForwardSize, heads, epsilon, activation);
    }

    /** Patches along one side. */
    public int side() {
        return imageSize / patchSize;
    }

    /** Numbers of one picture that enter the tower. */
    public int numbers() {
        return channels * imageSize * imageSize;
    }

    /** Rows that the tower processes: one a patch, and the class token. */
    public int rows() {
        return side() * side() + 1;
    }

    /** Rows that leave the tower. */
    public int visualTokens() {
        return keepsClass ? rows() : rows() - 1;
    }
}
