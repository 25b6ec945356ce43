// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.weights.WeightLoader;
import java.util.LinkedHashMap;
import java.util.Map;

/** A CLIP vision transformer up to the layer whose output is wanted; deeper layers are not even loaded. */
public final class ClipTower {

    /** The name of the position embeddings among {@link #named}. */
    public static final String POSITIONS = "positions";

    private final VisionKernels kernels;
    private final ClipConfig config;
    private final TensorMap embedding;
    private final VisionBlocks blocks;

    private ClipTower(Kernels kernels, ClipConfig config, TensorMap embedding, VisionBlocks blocks) {
        this.kernels = new VisionKernels(kernels);
        this.config = config;
        this.embedding = embedding;
        this.blocks = blocks;
    }

    /**
     * Loads a tower.
     *
     * @param prefix what the names of its tensors start with, up to {@code embeddings} and {@code encoder}
     * @throws dev.pdrop.spi.InvalidModelException if a tensor is missing or of another shape
     */
    public static ClipTower load(WeightLoader loader, Kernels kernels, ClipConfig config, String prefix) {
        Loading loading = new Loading(loader, kernels, config);
        VisionBlocks blocks = VisionBlocks.load(loader, kernels, config.blocks(), prefix + "encoder.");
        return new ClipTower(kernels, config, loading.embedding(prefix), blocks);
    }

    /** Every tensor of numbers that the tower computes with, by a name that tells where it serves. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        embedding.addTo(named, "");
        blocks.addTo(named);
        return named;
    }

    /**
     * Runs pixels through the tower.
     *
     * @param pixels (images, channels, image size, image size), float32
     * @return (images, visual tokens, hidden size), the caller's
     */
    public Tensor run(Tensor pixels) {
        Tensor rows = blocks.run(kernels.rows(pixels, embedding));
        if (config.keepsClass()) {
            return rows;
        }
        try (Tensor all = rows) {
            return kernels.withoutClass(all);
        }
    }

    /** Names and shapes of the tower's tensors. */
    private static final class Loading {
        private final WeightLoader loader;
        private final WeightLoader norms;
        private final Kernels kernels;
        private final LoadKernels making;
        private final ClipConfig config;

        private Loading(WeightLoader loader, Kernels kernels, ClipConfig config) {
            this.loader = loader;
            this.norms = loader.inFloat32();
            this.kernels = kernels;
            this.making = new LoadKernels(kernels);
            this.config = config;
        }

        private TensorMap embedding(String prefix) {
            int width = config.hiddenSize();
            int patch = config.patchSize();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            String embeddings = prefix + "embeddings.";
            tensors.put("class", loader.load(embeddings + "class_embedding", width));
            tensors.put(
                    "patch.weight",
                    loader.load(embeddings + "patch_embedding.weight", width, config.channels(), patch, patch));
            tensors.put(POSITIONS, loader.load(embeddings + "position_embedding.weight", config.rows(), width));
            norm(tensors, "norm", prefix + "pre_layrnorm");
            tensors.put("epsilon", making.scalar(config.epsilon()));
            return kernels.map(tensors);
        }

        private void norm(Map<String, Tensor> tensors, String name, String source) {
            tensors.put(name + ".weight", norms.load(source + ".weight", config.hiddenSize()));
            tensors.put(name + ".bias", norms.load(source + ".bias", config.hiddenSize()));
        }
    }
}
