// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import ai.djl.Device;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.backbones.weights.WeightPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A decoder with random weights, grouped queries, biases everywhere and an odd head size; and its naive twin. */
final class TinyDecoder implements AutoCloseable {

    static final int VOCABULARY = 11;

    private final DecoderConfig config;
    private final Map<String, Stored> weights;
    private final Kernels kernels;
    private final Decoder decoder;

    private TinyDecoder(DecoderConfig config, Map<String, Stored> weights, Kernels kernels, Decoder decoder) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
        this.decoder = decoder;
    }

    static TinyDecoder make(Path folder, int keyValueHeads, boolean biases, NumberFormat format) throws IOException {
        return make(folder, keyValueHeads, biases, format, WeightPlace.LOADED);
    }

    static TinyDecoder make(Path folder, int keyValueHeads, boolean biases, NumberFormat format, WeightPlace place)
            throws IOException {
        return make(folder, keyValueHeads, biases, format, place, List.of());
    }

    /** Its positions have three axes, one for each of the three waves of a head. */
    static TinyDecoder onGrids(Path folder) throws IOException {
        return make(folder, 2, true, NumberFormat.FLOAT32, WeightPlace.LOADED, List.of(0, 1, 2));
    }

    private static TinyDecoder make(
            Path folder, int keyValueHeads, boolean biases, NumberFormat format, WeightPlace place, List<Integer> axes)
            throws IOException {
        DecoderConfig config = new DecoderConfig(
                3, 20, 4, keyValueHeads, 6, 14, VOCABULARY, 64, 1e-5, 100, axes, biases, biases, biases, false);
        Map<String, Stored> weights = random(config);
        Safetensors.write(folder.resolve("model.safetensors"), weights);
        Kernels kernels = Kernels.load(Device.cpu());
        WeightLoader loader = new WeightLoader(Checkpoint.open(folder), kernels, format, place);
        DecoderWeights loaded = DecoderWeights.load(loader, kernels, config, "", "lm_head.weight");
        kernels.sealWeights();
        return new TinyDecoder(config, weights, kernels, new Decoder(kernels, config, loaded));
    }

    private static Map<String, Stored> random(DecoderConfig config) {
        Random random = new Random(7);
        long hidden = config.hiddenSize();
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        long inner = config.feedForwardSize();
        Map<String, Stored> weights = new LinkedHashMap<>();
        weights.put("embed_tokens.weight", Safetensors.random(random, 1, (long) VOCABULARY, hidden));
        weights.put("lm_head.weight", Safetensors.random(random, 1, (long) VOCABULARY, hidden));
        weights.put("norm.weight", Safetensors.random(random, 1, hidden));
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "layers." + layer + ".";
            weights.put(prefix + "input_layernorm.weight", Safetensors.random(random, 1, hidden));
            weights.put(prefix + "post_attention_layernorm.weight", Safetensors.random(random, 1, hidden));
            linear(weights, random, config, prefix + "self_attn.q_proj", queries, hidden);
            linear(weights, random, config, prefix + "self_attn.k_proj", keys, hidden);
            linear(weights, random, config, prefix + "self_attn.v_proj", keys, hidden);
            linear(weights, random, config, prefix + "self_attn.o_proj", hidden, queries);
            linear(weights, random, config, prefix + "mlp.gate_proj", inner, hidden);
            linear(weights, random, config, prefix + "mlp.up_proj", inner, hidden);
            linear(weights, random, config, prefix + "mlp.down_proj", hidden, inner);
        }
        return weights;
    }

    private static void linear(
            Map<String, Stored> weights, Random random, DecoderConfig config, String name, long rows, long width) {
        weights.put(name + ".weight", Safetensors.random(random, 0.4, rows, width));
        if (config.attentionBias()) {
            weights.put(name + ".bias", Safetensors.random(random, 0.2, rows));
        }
    }

    DecoderConfig config() {
        return config;
    }

    Decoder decoder() {
        return decoder;
    }

    Kernels kernels() {
        return kernels;
    }

    NaiveDecoder naive(int[]... positions) {
        return new NaiveDecoder(config, weights, positions);
    }

    @Override
    public void close() {
        decoder.close();
        kernels.close();
    }
}
