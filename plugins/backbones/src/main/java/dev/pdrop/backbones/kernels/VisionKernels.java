// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.kernels;

import java.util.List;

/** The kernels of vision tower and projector, typed. Arguments are borrowed, results are the caller's. */
public final class VisionKernels {

    /** What stands between the two layers of a vision block's feed-forward part. */
    public enum Activation {
        /** x sigmoid(1.702 x). */
        QUICK_GELU("vision_block_quick_gelu"),
        /** x times the normal distribution function of x. */
        GELU("vision_block_gelu"),
        /** The same by way of a hyperbolic tangent. */
        GELU_TANH("vision_block_gelu_tanh");

        private final String kernel;

        Activation(String kernel) {
            this.kernel = kernel;
        }
    }

    private final Kernels kernels;

    /** The vision kernels of a module. */
    public VisionKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /** Pixels (batch, channels, height, width) as rows behind the embedding: (batch, 1 + patches, width). */
    public Tensor rows(Tensor pixels, TensorMap weights) {
        return kernels.recordable("vision_rows").with(pixels).with(weights).tensor();
    }

    /** The same without a class token: (batch, patches, width). */
    public Tensor patchRows(Tensor pixels, TensorMap weights) {
        return kernels.recordable("patch_rows").with(pixels).with(weights).tensor();
    }

    /** The norm behind the last block: the shape stays. */
    public Tensor normed(Tensor rows, TensorMap weights) {
        return kernels.recordable("last_norm").with(rows).with(weights).tensor();
    }

    /**
     * Squares of {@code factor x factor} patches as one row each, through a matrix.
     *
     * @param rows (batch, side x side, width)
     * @param weight (hidden size, width x factor x factor)
     * @return (batch, side x side / factor / factor, hidden size)
     */
    public Tensor shuffled(Tensor rows, Tensor weight, int side, int factor) {
        return kernels.call("shuffle_project")
                .with(rows)
                .with(weight)
                .with(side)
                .with(factor)
                .tensor();
    }

    /** A grid of rows (1, height x width, width of a row) at another size, bilinearly: (1, rows x columns, ..). */
    public Tensor resizedGrid(Tensor grid, int height, int width, int rows, int columns) {
        return kernels.call("resize_grid")
                .with(grid)
                .with(height)
                .with(width)
                .with(rows)
                .with(columns)
                .tensor();
    }

    /** One block: the shape stays. */
    public Tensor block(Tensor rows, TensorMap weights, Activation activation) {
        return kernels.recordable(activation.kernel).with(rows).with(weights).tensor();
    }

    /** The rows behind the class token, a view. */
    public Tensor withoutClass(Tensor rows) {
        return kernels.recordable("without_class").with(rows).tensor();
    }

    /** Rows (batch, patches, vision width) as features (batch, patches, hidden size). */
    public Tensor projected(Tensor rows, TensorMap weights) {
        return kernels.recordable("project_features").with(rows).with(weights).tensor();
    }

    /**
     * Rows of tiles (tiles, patches, width) behind each other, and one more (width): (1, tiles x patches + 1, width).
     */
    public Tensor joinedTiles(Tensor tiles, Tensor row) {
        return kernels.call("join_tiles").with(tiles).with(row).tensor();
    }

    /** Rows of tiles (tiles, patches, width) behind each other: (1, tiles x patches, width), a view. */
    public Tensor flattened(Tensor tiles) {
        return kernels.call("flatten_tiles").with(tiles).tensor();
    }

    /** What belongs to each image, views: (batch, patches, width) gives as many (patches, width). */
    public List<Tensor> eachImage(Tensor rows) {
        return kernels.recordable("each_image").with(rows).tensors();
    }
}
