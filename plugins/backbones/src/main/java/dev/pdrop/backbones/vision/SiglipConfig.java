// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.spi.Geometry;

/**
 * The description of a SigLIP vision transformer as far as it is run; it has no class token.
 *
 * @param imageSize width and height of its input in pixels
 * @param patchSize width and height of a patch in pixels
 * @param channels colours
 * @param hiddenSize width of a row
 * @param feedForwardSize width inside a feed-forward block
 * @param heads attention heads
 * @param layers how many of the checkpoint's layers are run
 * @param variant which of the towers it is
 * @param epsilon what layer norms add
 * @param activation what stands inside the feed-forward block
 */
public record SiglipConfig(
        int imageSize,
        int patchSize,
        int channels,
        int hiddenSize,
        int feedForwardSize,
        int heads,
        int layers,
        Variant variant,
        double epsilon,
        VisionKernels.Activation activation) {

    /** What differs between towers of this kind. */
    public enum Variant {
        /** As published: pictures of one size; run up to hidden states, without the norm behind the last layer. */
        HIDDEN_STATES,
        /** For pictures of any size, which look their positions up by shares of a side; with the norm. */
        ANY_SIZE
    }

    VisionBlocks.Sizes blocks() {
        return new VisionBlocks.Sizes(layers, hiddenSize, feedForwardSize, heads, epsilon, activation);
    }

    /** Patches along one side. */
    public int side() {
        return imageSize / patchSize;
    }

    /** Rows that the tower processes, one a patch; as many leave it. */
    public int rows() {
        return side() * side();
    }

    /** Its sizes, for one picture or tile. */
    public Geometry.Tower tower() {
        return new Geometry.Tower(
                layers,
                hiddenSize,
                feedForwardSize,
                2,
                heads,
                rows(),
                channels * patchSize * patchSize,
                rows(),
                rows());
    }
}
