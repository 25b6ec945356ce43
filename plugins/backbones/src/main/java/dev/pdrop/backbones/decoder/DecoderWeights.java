// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.LoadKernels;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.TensorMap;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.backbones.weights.WeightPlace;
import dev.pdrop.spi.InvalidModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a decoder, fused as the kernels want them; owned by the {@link Kernels} they were loaded for. */
public final class DecoderWeights {

    /** The name of the word embeddings among {@link #named}. */
    public static final String EMBEDDINGS = "embeddings";

    private final Tensor embeddings;
    private final List<TensorMap> layers;
    private final TensorMap head;
    private final boolean tied;

    private DecoderWeights(Tensor embeddings, List<TensorMap> layers, TensorMap head, boolean tied) {
        this.embeddings = embeddings;
        this.layers = List.copyOf(layers);
        this.head = head;
        this.tied = tied;
    }

    /**
     * Loads a decoder.
     *
     * @param prefix what the names of the decoder's tensors start with, up to {@code embed_tokens} and {@code layers}
     * @param head the name of the output weights
     * @throws dev.pdrop.spi.InvalidModelException if a tensor is missing or of another shape
     */
    public static DecoderWeights load(
            WeightLoader loader, Kernels kernels, DecoderConfig config, String prefix, String head) {
        LayerLoader layerLoader = new LayerLoader(loader, kernels, config);
        List<TensorMap> layers = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            layers.add(layerLoader.load(prefix + "layers." + layer + "."));
        }
        Tensor embeddings = loader.load(prefix + "embed_tokens.weight", config.vocabularySize(), config.hiddenSize());
        // Logits are computed in float32 whatever the layers run in: rounded to 8 bits they would tie.
        WeightLoader exact = loader.inFloat32();
        boolean tied = config.tiedEmbeddings() && !loader.checkpoint().has(head);
        boolean mapped = loader.matrices() == WeightPlace.MAPPED;
        boolean shared = tied && !mapped && loader.format() == NumberFormat.FLOAT32;
        String output = tied ? prefix + "embed_tokens.weight" : head;
        Map<String, Tensor> last = new LinkedHashMap<>();
        if (mapped) {
            last.put("head.mapped.0", loader.mapped(output, config.vocabularySize(), config.hiddenSize()));
        } else {
            last.put(
                    "head.weight",
                    shared ? embeddings.share() : exact.load(output, config.vocabularySize(), config.hiddenSize()));
        }
        last.put("final_norm.weight", exact.load(prefix + "norm.weight", config.hiddenSize()));
        last.put("epsilon", new LoadKernels(kernels).scalar(config.epsilon()));
        return new DecoderWeights(embeddings, layers, kernels.map(last), shared);
    }

    /**
     * Checks that a checkpoint has as many layers as its configuration says and no more: one that leaves some out
     * describes another model under the same name.
     *
     * @param prefix what the names of the decoder's tensors start with
     * @throws InvalidModelException if it has more
     */
    public static void requireNoMoreLayers(Checkpoint checkpoint, DecoderConfig config, String prefix) {
        String next = prefix + "layers." + config.layers() + ".input_layernorm.weight";
        if (checkpoint.has(next)) {
            throw new InvalidModelException("expected " + config.layers()
                    + " decoder layers, as text_config.num_hidden_layers says, found a further one, tensor " + next
                    + ": correct config.json, or take the files of one checkpoint");
        }
    }

    /** Every tensor of numbers that the decoder computes with, by a name that tells where it serves. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        named.put(EMBEDDINGS, embeddings);
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).addTo(named, "layers." + layer + ".");
        }
        head.addTo(named, "");
        if (tied) {
            named.remove("head.weight");
        }
        return named;
    }

    /** Word embeddings: (vocabulary, hidden size). */
    Tensor embeddings() {
        return embeddings;
    }

    /** The weights of one layer. */
    TensorMap layer(int layer) {
        return layers.get(layer);
    }

    int layers() {
        return layers.size();
    }

    /** Final norm and output weights. */
    TensorMap head() {
        return head;
    }

    /** Names and shapes of one layer's tensors. */
    private static final class LayerLoader {
        private final WeightLoader loader;
        private final Kernels kernels;
        private final DecoderConfig config;

        private LayerLoader(WeightLoader loader, Kernels kernels, DecoderConfig config) {
            this.loader = loader;
            this.kernels = kernels;
            this.config = config;
        }

        private TensorMap load(String prefix) {
            int queries = config.heads() * config.headSize();
            int keys = config.keyValueHeads() * config.headSize();
            int hidden = config.hiddenSize();
            int inner = config.feedForwardSize();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("input_norm.weight", loader.load(prefix + "input_layernorm.weight", hidden));
            tensors.put("middle_norm.weight", loader.load(prefix + "post_attention_layernorm.weight", hidden));
            String attention = prefix + "self_attn.";
            List<String> kqv = List.of(attention + "k_proj", attention + "q_proj", attention + "v_proj");
            stack(tensors, "kqv", kqv, List.of(keys, queries, keys), hidden, config.attentionBias());
            stack(tensors, "output", List.of(attention + "o_proj"), List.of(hidden), queries, config.outputBias());
            List<String> gateUp = List.of(prefix + "mlp.gate_proj", prefix + "mlp.up_proj");
            stack(tensors, "gate_up", gateUp, List.of(inner, inner), hidden, config.feedForwardBias());
            List<String> down = List.of(prefix + "mlp.down_proj");
            stack(tensors, "down", down, List.of(hidden), inner, config.feedForwardBias());
            tensors.put("epsilon", new LoadKernels(kernels).scalar(config.epsilon()));
            return kernels.map(tensors);
        }

        private void stack(
                Map<String, Tensor> tensors,
                String name,
                List<String> sources,
                List<Integer> rows,
                int width,
                boolean withBias) {
            List<String> weights =
                    sources.stream().map(source -> source + ".weight").toList();
            if (loader.matrices() == WeightPlace.MAPPED) {
                for (int part = 0; part < weights.size(); part++) {
                    tensors.put(name + ".mapped." + part, loader.mapped(weights.get(part), rows.get(part), width));
                }
            } else {
                tensors.put(
                        name + ".weight",
                        weights.size() == 1
                                ? loader.load(weights.get(0), rows.get(0), width)
                                : loader.stacked(weights, rows, width));
            }
            if (withBias) {
                List<String> biases =
                        sources.stream().map(source -> source + ".bias").toList();
                tensors.put(name + ".bias", loader.stacked(biases, rows));
            }
        }
    }
}
