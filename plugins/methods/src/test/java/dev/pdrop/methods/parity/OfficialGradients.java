// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.TrainableBackbone;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Gradients under the names that checkpoints have, taken apart where weights are kept together. */
final class OfficialGradients {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("decoder.embeddings", "language_model.model.embed_tokens.weight"),
            Map.entry("decoder.final_norm.weight", "language_model.model.norm.weight"),
            Map.entry("decoder.head.weight", "language_model.lm_head.weight"),
            Map.entry("input_norm", "input_layernorm"),
            Map.entry("middle_norm", "post_attention_layernorm"),
            Map.entry("output", "self_attn.o_proj"),
            Map.entry("down", "mlp.down_proj"),
            Map.entry("first", "linear_1"),
            Map.entry("second", "linear_2"));

    private final Map<String, float[]> gradients = new LinkedHashMap<>();

    OfficialGradients(TrainableBackbone backbone) {
        Geometry geometry = backbone.geometry();
        for (Parameter parameter : backbone.parameters()) {
            if (parameter.hasGradient()) {
                add(parameter.name().split("\\."), parameter, geometry);
            }
        }
    }

    private void add(String[] path, Parameter parameter, Geometry geometry) {
        float[] all = parameter.gradient().toFloatArray();
        if (NAMES.containsKey(parameter.name())) {
            gradients.put(name(parameter.name()), all);
        } else if (path[0].equals("projector")) {
            gradients.put("multi_modal_projector." + name(path[1]) + "." + path[2], all);
        } else {
            String prefix = "language_model.model.layers." + path[2] + ".";
            int keys = geometry.keyValueHeads() * geometry.headSize();
            int queries = geometry.heads() * geometry.headSize();
            switch (path[3]) {
                case "kqv" ->
                    split(all, prefix + "self_attn.%s_proj." + path[4], List.of("k", "q", "v"), keys, queries, keys);
                case "gate_up" -> split(all, prefix + "mlp.%s_proj." + path[4], List.of("gate", "up"), 1, 1);
                default -> gradients.put(prefix + name(path[3]) + "." + path[4], all);
            }
        }
    }

    private static String name(String own) {
        return Objects.requireNonNull(NAMES.get(own), own);
    }

    private void split(float[] all, String pattern, List<String> names, int... shares) {
        int share = all.length / Arrays.stream(shares).sum();
        int start = 0;
        for (int i = 0; i < shares.length; i++) {
            int end = start + share * shares[i];
            gradients.put(pattern.formatted(names.get(i)), Arrays.copyOfRange(all, start, end));
            start = end;
        }
    }

    Set<String> names() {
        return Set.copyOf(gradients.keySet());
    }

    float[] of(String name) {
        return gradients.getOrDefault(name, new float[0]);
    }

    double norm(String name) {
        double sum = 0;
        for (float value : of(name)) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
