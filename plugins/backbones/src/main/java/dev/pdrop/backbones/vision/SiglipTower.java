// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.vision.SiglipConfig.Variant;
import dev.pdrop.backbones.weights.WeightLoader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    private final Optional<TensorMap> lastNorm;

    private SiglipTower(Kernels kernels, TensorMap embedding, VisionBlocks blocks, Optional<TensorMap> lastNorm) {
        this.kernels = new VisionKernels(kernels);
        this.embedding = embedding;
        this.blocks = blocks;
        this.lastNorm = lastNorm;
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
        first.put("positions", positions(loader, kernels, config, embeddings + "position_embedding.weight"));
        VisionBlocks blocks = VisionBlocks.load(loader, kernels, config.blocks(), prefix + "encoder.");
        Optional<TensorMap> lastNorm = config.variant() == Variant.ANY_SIZE
                ? Optional.of(norm(loader, kernels, config, prefix + "post_layernorm"))
                : Optional.empty();
        return new SiglipTower(kernels, kernels.map(first), blocks, lastNorm);
    }

    private static Tensor positions(WeightLoader loader, Kernels kernels, SiglipConfig config, String name) {
        Tensor table = loader.load(name, config.rows(), config.hiddenSize());
        if (config.variant() != Variant.ANY_SIZE) {
            return table;
        }
        try (table) {
            return new LoadKernels(kernels).bucketedPositions(table, config.side());
        }
    }

    private static TensorMap norm(WeightLoader loader, Kernels kernels, SiglipConfig config, String name) {
        WeightLoader exact = loader.inFloat32();
        Map<String, Tensor> norm = new LinkedHashMap<>();
        norm.put("norm.weight", exact.load(name + ".weight", config.hiddenSize()));
        norm.put("norm.bias", exact.load(name + ".bias", config.hiddenSize()));
        norm.put("epsilon", new LoadKernels(kernels).scalar(config.epsilon()));
        return kernels.map(norm);
    }

    /**
     * Runs pixels through the tower.
     *
     * @param pixels (images, channels, image size, image size), float32
     * @return (images, patches, hidden size), the caller's
     */
    public Tensor run(Tensor pixels) {
        Tensor rows = blocks.run(kernels.patchRows(pixels, embedding));
        if (lastNorm.isEmpty()) {
            return rows;
        }
        try (Tensor last = rows) {
            return kernels.normed(last, lastNorm.get());
        }
    }
}
