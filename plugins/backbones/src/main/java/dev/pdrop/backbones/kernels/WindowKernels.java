// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

/**
 * The kernels of a vision tower for pictures of any size, typed. Arguments are borrowed, results are the caller's; none
 * records gradients.
 */
public final class WindowKernels {

    /** How a tower norms its rows, and what stands in its feed-forward blocks. */
    public enum Style {
        /** Layer norms; two layers with x sigmoid(1.702 x) between them. */
        QUICK_GELU("window_block_quick_gelu", "merge_behind_layer_norm"),
        /** Root-mean-square norms; a gated part with SiLU. */
        GATED("window_block_gated", "merge_behind_rms_norm");

        private final String block;
        private final String merger;

        Style(String block, String merger) {
            this.block = block;
            this.merger = merger;
        }
    }

    private final Kernels kernels;
    private final Style style;

    /** The kernels of a module for towers of one style. */
    public WindowKernels(Kernels kernels, Style style) {
        this.kernels = kernels;
        this.style = style;
    }

    /** Patches (patches, numbers) as rows: (1, patches, width). */
    public Tensor embedded(Tensor pixels, TensorMap weights) {
        return kernels.call("embed_patches").with(pixels).with(weights).tensor();
    }

    /**
     * One block: the shape stays.
     *
     * @param rows (1, patches, width), window behind window
     * @param angles of the rows, in float32
     * @param windows how many windows there are of a size and how many rows each of them has, size after size
     */
    public Tensor block(Tensor rows, TensorMap weights, Angles angles, long... windows) {
        return kernels.call(style.block)
                .with(rows)
                .with(weights)
                .with(angles.cosine())
                .with(angles.sine())
                .withShape(windows)
                .tensor();
    }

    /** Successive rows (1, patches, width) merged into one each: (1, tokens, hidden size). */
    public Tensor merged(Tensor rows, TensorMap weights) {
        return kernels.call(style.merger).with(rows).with(weights).tensor();
    }
}
