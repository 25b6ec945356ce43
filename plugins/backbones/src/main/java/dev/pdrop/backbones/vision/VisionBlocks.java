// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.vision;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.weights.WeightLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The transformer blocks that vision towers have in common: those of CLIP and SigLIP differ in the activation only. */
final class VisionBlocks {

    private final VisionKernels kernels;
    private final Activation activation;
    private final List<TensorMap> blocks;

    private VisionBlocks(VisionKernels kernels, Activation activation, List<TensorMap> blocks) {
        this.kernels = kernels;
        this.activation = activation;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * The sizes of blocks.
     *
     * @param layers how many of the checkpoint's layers are run
     * @param hiddenSize width of a row
     * @param feedForwardSize width inside a feed-forward block
     * @param heads attention heads
     * @param epsilon what layer norms add
     * @param activation what stands inside the feed-forward block
     */
    record Sizes(int layers, int hiddenSize, int feedForwardSize, int heads, double epsilon, Activation activation) {}

    /**
     * Loads them.
     *
     * @param prefix what the names of their tensors start with, up to {@code layers}
     * @throws dev.pdrop.spi.InvalidModelException if a tensor is missing or of another shape
     */
    static VisionBlocks load(WeightLoader loader, Kernels kernels, Sizes sizes, String prefix) {
        Loading loading = new Loading(loader, kernels, sizes);
        List<TensorMap> blocks = new ArrayList<>();
        for (int layer = 0; layer < sizes.layers(); layer++) {
            blocks.add(loading.block(prefix + "layers." + layer + "."));
        }
        return new VisionBlocks(new VisionKernels(kernels), sizes.activation(), blocks);
    }

    /** Adds every tensor of numbers, by a name that tells where it serves. */
    void addTo(Map<String, Tensor> named) {
        for (int block = 0; block < blocks.size(); block++) {
            blocks.get(block).addTo(named, "blocks." + block + ".");
        }
    }

    /**
     * Runs rows through all blocks.
     *
     * @param first (images, rows, hidden size), closed here
     * @return the same shape, the caller's
     */
    Tensor run(Tensor first) {
        Tensor rows = first;
        for (TensorMap block : blocks) {
            try (Tensor input = rows) {
                rows = kernels.block(input, block, activation);
            }
        }
        return rows;
    }

    /** Names and shapes of a block's tensors. */
    private static final class Loading {
        private final WeightLoader loader;
        private final WeightLoader norms;
        private final Kernels kernels;
        private final LoadKernels making;
        private final Sizes config;

        private Loading(WeightLoader loader, Kernels kernels, Sizes config) {
            this.loader = loader;
            this.norms = loader.inFloat32();
            this.kernels = kernels;
            this.making = new LoadKernels(kernels);
            this.config = config;
        }

        private TensorMap block(String prefix) {
            int width = config.hiddenSize();
            int inner = config.feedForwardSize();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            norm(tensors, "norm1", prefix + "layer_norm1");
            norm(tensors, "norm2", prefix + "layer_norm2");
            String attention = prefix + "self_attn.";
            List<Integer> rows = List.of(width, width, width);
            List<String> qkv = List.of(attention + "q_proj", attention + "k_proj", attention + "v_proj");
            try (Tensor flat =
                    loader.stacked(qkv.stream().map(name -> name + ".weight").toList(), rows, width)) {
                int size = width / config.heads();
                tensors.put("qkv.weight", making.shaped(flat, 3, config.heads(), size, width));
            }
            tensors.put(
                    "qkv.bias",
                    loader.stacked(qkv.stream().map(name -> name + ".bias").toList(), rows));
            linear(tensors, "output", attention + "out_proj", width, width);
            linear(tensors, "up", prefix + "mlp.fc1", inner, width);
            linear(tensors, "down", prefix + "mlp.fc2", width, inner);
            tensors.put("epsilon", making.scalar(config.epsilon()));
            return kernels.map(tensors);
        }

        private void norm(Map<String, Tensor> tensors, String name, String source) {
            tensors.put(name + ".weight", norms.load(source + ".weight", config.hiddenSize()));
            tensors.put(name + ".bias", norms.load(source + ".bias", config.hiddenSize()));
        }

        private void linear(Map<String, Tensor> tensors, String name, String source, int rows, int width) {
            tensors.put(name + ".weight", loader.load(source + ".weight", rows, width));
            tensors.put(name + ".bias", loader.load(source + ".bias", rows));
        }
    }
}
