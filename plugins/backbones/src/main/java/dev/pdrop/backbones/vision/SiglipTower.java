// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.weights.WeightLoader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A SigLIP vision transformer up to the layer whose output is wanted; deeper layers are not even loaded, nor is the
 * norm behind the last one, which models that look at hidden states do without.
 *
 * @source "Sigmoid Loss for Language Image Pre-Training" (arXiv 2303.15343), as transformers' {@code SiglipVisionModel}
 *     runs it
 */
public final class SiglipTower {

    private final VisionKernels kernels;
    private final TensorMap embedding;
    private final VisionBlocks blocks;

    private SiglipTower(Kernels kernels, TensorMap embedding, VisionBlocks blocks) {
        this.kernels = new VisionKernels(kernels);
        this.embedding = embedding;
        this.blocks = blocks;
    }

    /**
     * Loads a tower.
     *
     * @param prefix what the names of its tensors start with, up to {@code embeddings} and {@code encoder}
     * @throws dev.pdrop.spi.InvalidModelException if a tensor is missing or of another shape
     */
    public static SiglipTower load(WeightLoader loader, Kernels kernels, SiglipConfig config, String prefix) {
        int width = config.hiddenSize();
        int patch = config.patchSize();
        String embeddings = prefix + "embeddings.";
        Map<String, Tensor> first = new LinkedHashMap<>();
        first.put(
                "patch.weight",
                loader.load(embeddings + "patch_embedding.weight", width, config.channels(), patch, patch));
        first.put("patch.bias", loader.load(embeddings + "patch_embedding.bias", width));
        first.put("positions", loader.load(embeddings + "position_embedding.weight", config.rows(), width));
        VisionBlocks blocks = VisionBlocks.load(loader, kernels, config.blocks(), prefix + "encoder.");
        return new SiglipTower(kernels, kernels.map(first), blocks);
    }

    /**
     * Runs pixels through the tower.
     *
     * @param pixels (images, channels, image size, image size), float32
     * @return (images, patches, hidden size), the caller's
     */
    public Tensor run(Tensor pixels) {
        return blocks.run(kernels.patchRows(pixels, embedding));
    }
}
