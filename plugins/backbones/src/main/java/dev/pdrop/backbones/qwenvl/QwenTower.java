// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.image.PatchGrid;
import dev.pdrop.backbones.kernels.Angles;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.kernels.WindowKernels;
import java.util.List;

/**
 * A vision tower for pictures of any size, and the merger behind it: rotary positions in two directions, attention
 * within windows except in some layers, squares of patches merged into one visual token each.
 *
 * <p>Borrows its weights.
 *
 * @source "Qwen2-VL" (arXiv 2409.12191) and "Qwen2.5-VL Technical Report" (arXiv 2502.13923), as transformers 5.23.0
 *     runs them
 */
final class QwenTower {

    private final Kernels kernels;
    private final WindowKernels windows;
    private final VisionKernels vision;
    private final RowKernels rowKernels;
    private final QwenVisionConfig config;
    private final PatchAngles angles;
    private final TensorMap embedding;
    private final List<TensorMap> blocks;
    private final TensorMap merger;

    /** A tower over loaded weights. */
    QwenTower(Kernels kernels, QwenVisionConfig config, TensorMap embedding, List<TensorMap> blocks, TensorMap merger) {
        this.kernels = kernels;
        this.windows = new WindowKernels(kernels, config.style());
        this.vision = new VisionKernels(kernels);
        this.rowKernels = new RowKernels(kernels);
        this.config = config;
        this.angles = new PatchAngles(config.headSize(), config.ropeTheta());
        this.embedding = embedding;
        this.blocks = List.copyOf(blocks);
        this.merger = merger;
    }

    /**
     * Runs one picture through tower and merger.
     *
     * @param pixels (patches, numbers of a patch), float32, in the picture's order
     * @return (visual tokens, width of the decoder), row by row, the caller's
     */
    Tensor run(Tensor pixels, PatchGrid grid) {
        WindowOrder order = WindowOrder.of(grid, config.window());
        try (Angles own = angles.of(grid, order.patches(), kernels);
                Tensor rows = throughBlocks(
                        inOrder(windows.embedded(pixels, embedding), order.patches(), order), own, order);
                Tensor tokens = inOrder(windows.merged(rows, merger), order.back(), order)) {
            return vision.eachImage(tokens).get(0);
        }
    }

    private Tensor inOrder(Tensor rows, long[] places, WindowOrder order) {
        if (order.isPlain()) {
            return rows;
        }
        try (rows;
                Tensor chosen = kernels.longs(places, 1, places.length)) {
            return rowKernels.rows(rows, chosen);
        }
    }

    private Tensor throughBlocks(Tensor first, Angles own, WindowOrder order) {
        Tensor rows = first;
        for (int layer = 0; layer < blocks.size(); layer++) {
            try (Tensor input = rows) {
                long[] seen = config.attendsToAll(layer) ? order.whole() : order.windows();
                rows = windows.block(input, blocks.get(layer), own, seen);
            }
        }
        return rows;
    }
}
