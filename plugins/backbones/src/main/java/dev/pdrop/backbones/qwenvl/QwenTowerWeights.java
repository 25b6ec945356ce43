// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.kernels.WindowKernels.Style;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.InvalidModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loads a tower and its merger: names and shapes of their tensors. */
final class QwenTowerWeights {

    private final WeightLoader loader;
    private final WeightLoader exact;
    private final Kernels kernels;
    private final LoadKernels making;
    private final QwenVisionConfig config;
    private final String prefix;

    /**
     * Weights of a checkpoint.
     *
     * @param prefix what the names of the tower's tensors start with, up to {@code patch_embed} and {@code blocks}
     */
    QwenTowerWeights(WeightLoader loader, Kernels kernels, QwenVisionConfig config, String prefix) {
        this.loader = loader;
        this.exact = loader.inFloat32();
        this.kernels = kernels;
        this.making = new LoadKernels(kernels);
        this.config = config;
        this.prefix = prefix;
    }

    /**
     * Loads them.
     *
     * @throws InvalidModelException if a tensor is missing or of another shape, or there are more layers than the
     *     configuration says
     */
    QwenTower load() {
        String next = prefix + "blocks." + config.layers() + ".norm1.weight";
        if (loader.checkpoint().has(next)) {
            throw new InvalidModelException("expected " + config.layers()
                    + " layers of the tower, as vision_config.depth says, found a further one, tensor " + next
                    + ": correct config.json, or take the files of one checkpoint");
        }
        List<TensorMap> blocks = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            blocks.add(block(prefix + "blocks." + layer + "."));
        }
        return new QwenTower(kernels, config, embedding(), blocks, merger());
    }

    private TensorMap embedding() {
        int width = config.hiddenSize();
        int size = config.patch().size();
        int frames = config.patch().frames();
        int channels = config.patch().values() / (frames * size * size);
        // Stacked, for what is used where it lies in its file is readable only as long as it is open itself.
        try (Tensor films = loader.stacked(
                List.of(prefix + "patch_embed.proj.weight"), List.of(width), channels, frames, size, size)) {
            // A film as large as its kernel has one place: the product of two rows of numbers.
            Tensor flat = making.shaped(films, width, config.patch().values());
            return kernels.map(Map.of("patch.weight", flat));
        }
    }

    private TensorMap block(String name) {
        int width = config.hiddenSize();
        int inner = config.feedForwardSize();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        norm(tensors, "norm1", name + "norm1");
        norm(tensors, "norm2", name + "norm2");
        try (Tensor flat = loader.stacked(List.of(name + "attn.qkv.weight"), List.of(3 * width), width)) {
            tensors.put("qkv.weight", making.shaped(flat, 3, config.heads(), config.headSize(), width));
        }
        tensors.put("qkv.bias", loader.load(name + "attn.qkv.bias", 3L * width));
        linear(tensors, "output", name + "attn.proj", width, width);
        if (config.style() == Style.GATED) {
            List<Integer> rows = List.of(inner, inner);
            tensors.put(
                    "gate_up.weight",
                    loader.stacked(List.of(name + "mlp.gate_proj.weight", name + "mlp.up_proj.weight"), rows, width));
            tensors.put(
                    "gate_up.bias",
                    loader.stacked(List.of(name + "mlp.gate_proj.bias", name + "mlp.up_proj.bias"), rows));
            linear(tensors, "down", name + "mlp.down_proj", width, inner);
        } else {
            linear(tensors, "up", name + "mlp.fc1", inner, width);
            linear(tensors, "down", name + "mlp.fc2", width, inner);
        }
        tensors.put("epsilon", making.scalar(QwenVisionConfig.EPSILON));
        return kernels.map(tensors);
    }

    private TensorMap merger() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        norm(tensors, "norm", prefix + "merger.ln_q");
        linear(tensors, "first", prefix + "merger.mlp.0", config.squareSize(), config.squareSize());
        linear(tensors, "second", prefix + "merger.mlp.2", config.outputSize(), config.squareSize());
        tensors.put("epsilon", making.scalar(QwenVisionConfig.EPSILON));
        return kernels.map(tensors);
    }

    /* Layer norms are computed in float32, with weights that are held in it. */
    private void norm(Map<String, Tensor> tensors, String name, String source) {
        int width = config.hiddenSize();
        if (config.style() == Style.GATED) {
            tensors.put(name + ".weight", loader.load(source + ".weight", width));
        } else {
            tensors.put(name + ".weight", exact.load(source + ".weight", width));
            tensors.put(name + ".bias", exact.load(source + ".bias", width));
        }
    }

    private void linear(Map<String, Tensor> tensors, String name, String source, long rows, long width) {
        tensors.put(name + ".weight", loader.load(source + ".weight", rows, width));
        tensors.put(name + ".bias", loader.load(source + ".bias", rows));
    }
}
