// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.decoder.DecoderConfig;
import java.util.List;

/** Reads the description of a Llama or Mistral decoder, with the defaults that transformers gives to missing keys. */
public final class LlamaSettings {

    private static final List<String> TYPES = List.of("llama", "mistral");

    private LlamaSettings() {}

    /**
     * Reads a description.
     *
     * @param text the block of the decoder
     * @param tied whether something outside the block says that embeddings are tied
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    public static DecoderConfig read(Settings text, boolean tied) {
        boolean mistral = text.choice("model_type", "llama", TYPES).equals("mistral");
        requireExact(text, mistral);
        Heads heads = Heads.read(text, count -> mistral ? 8 : count);
        return new DecoderConfig(
                text.size("num_hidden_layers", 32),
                heads.width(),
                heads.count(),
                heads.keyValueCount(),
                heads.size(),
                text.size("intermediate_size", mistral ? 14336 : 11008),
                text.size("vocab_size", 32000),
                text.size("max_position_embeddings", mistral ? 131072 : 2048),
                text.positive("rms_norm_eps", 1e-6),
                ropeTheta(text),
                List.of(),
                text.flag("attention_bias", false),
                text.flag("attention_bias", false),
                text.flag("mlp_bias", false),
                tied || text.flag("tie_word_embeddings", false));
    }

    private static void requireExact(Settings text, boolean mistral) {
        text.choice("hidden_act", "silu", List.of("silu"));
        text.forbid("rope_scaling");
        text.forbid("quantization_config");
        text.forbid("sliding_window");
        if (mistral && !text.states("sliding_window")) {
            throw text.wrong("sliding_window", "null (without the key Mistral looks back 4096 rows)");
        }
    }

    /* transformers 5 writes rope_parameters, older versions rope_theta. */
    static double ropeTheta(Settings text) {
        Settings parameters = text.block("rope_parameters");
        parameters.choice("rope_type", "default", List.of("default"));
        return parameters.positive("rope_theta", text.positive("rope_theta", 10000));
    }
}
