// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.decoder.DecoderConfig;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.training.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes fused weights apart into the tensors that a checkpoint names. */
final class CheckpointTensors {

    private static final Map<String, String> LAYER = Map.of(
            "input_norm", "input_layernorm",
            "middle_norm", "post_attention_layernorm",
            "output", "self_attn.o_proj",
            "down", "mlp.down_proj");
    private static final Map<String, String> BLOCK = Map.of(
            "norm1", "layer_norm1",
            "norm2", "layer_norm2",
            "output", "self_attn.out_proj",
            "up", "mlp.fc1",
            "down", "mlp.fc2");

    private final LlavaNames names;
    private final LlavaConfig config;
    private final List<CheckpointTensor> tensors = new ArrayList<>();

    private CheckpointTensors(LlavaNames names, LlavaConfig config) {
        this.names = names;
        this.config = config;
    }

    /** Everything that is learnt, under the names of a checkpoint; tensors are borrowed. */
    static List<CheckpointTensor> of(List<Weight> weights, LlavaNames names, LlavaConfig config) {
        CheckpointTensors all = new CheckpointTensors(names, config);
        weights.forEach(weight -> all.add(weight.name().split("\\."), weight.tensor()));
        return List.copyOf(all.tensors);
    }

    private void add(String[] path, Tensor tensor) {
        switch (path[0]) {
            case "tower" -> addTower(path, tensor);
            case "projector" ->
                addWhole(names.projector() + (path[1].equals("first") ? "linear_1." : "linear_2.") + path[2], tensor);
            default -> addDecoder(path, tensor);
        }
    }

    private void addTower(String[] path, Tensor tensor) {
        String prefix = names.tower();
        switch (path[1]) {
            case "class" -> addWhole(prefix + "embeddings.class_embedding", tensor);
            case "patch" -> addWhole(prefix + "embeddings.patch_embedding.weight", tensor);
            case "positions" -> addWhole(prefix + "embeddings.position_embedding.weight", tensor);
            case "norm" -> addWhole(prefix + "pre_layrnorm." + path[2], tensor);
            default -> addBlock(prefix + "encoder.layers." + path[2] + ".", path[3], path[4], tensor);
        }
    }

    private void addBlock(String prefix, String name, String kind, Tensor tensor) {
        if (name.equals("qkv")) {
            int width = config.vision().hiddenSize();
            addStacked(prefix + "self_attn.%s_proj." + kind, List.of("q", "k", "v"), tensor, width, width, width);
        } else {
            addWhole(prefix + Objects.requireNonNull(BLOCK.get(name), name) + "." + kind, tensor);
        }
    }

    private void addDecoder(String[] path, Tensor tensor) {
        String prefix = names.decoder();
        switch (path[1]) {
            case "embeddings" -> addWhole(prefix + "embed_tokens.weight", tensor);
            case "final_norm" -> addWhole(prefix + "norm.weight", tensor);
            case "head" -> addWhole(names.head(), tensor);
            default -> addLayer(prefix + "layers." + path[2] + ".", path[3], path[4], tensor);
        }
    }

    private void addLayer(String prefix, String name, String kind, Tensor tensor) {
        DecoderConfig decoder = config.decoder();
        int keys = decoder.keyValueHeads() * decoder.headSize();
        int queries = decoder.heads() * decoder.headSize();
        int inner = decoder.feedForwardSize();
        switch (name) {
            case "kqv" ->
                addStacked(prefix + "self_attn.%s_proj." + kind, List.of("k", "q", "v"), tensor, keys, queries, keys);
            case "gate_up" -> addStacked(prefix + "mlp.%s_proj." + kind, List.of("gate", "up"), tensor, inner, inner);
            default -> addWhole(prefix + Objects.requireNonNull(LAYER.get(name), name) + "." + kind, tensor);
        }
    }

    private void addWhole(String name, Tensor tensor) {
        List<Long> shape =
                Arrays.stream(tensor.array().getShape().getShape()).boxed().toList();
        tensors.add(new CheckpointTensor(name, shape, tensor, 0));
    }

    /* Parts that stand one below the other; a row of a matrix is as long as the last axis. */
    private void addStacked(String pattern, List<String> parts, Tensor tensor, int... rows) {
        long[] whole = tensor.array().getShape().getShape();
        boolean bias = whole.length == 1;
        int width = bias ? 1 : Math.toIntExact(whole[whole.length - 1]);
        int first = 0;
        for (int part = 0; part < rows.length; part++) {
            List<Long> shape = bias ? List.of((long) rows[part]) : List.of((long) rows[part], (long) width);
            tensors.add(new CheckpointTensor(pattern.formatted(parts.get(part)), shape, tensor, first));
            first += rows[part] * width;
        }
    }
}
