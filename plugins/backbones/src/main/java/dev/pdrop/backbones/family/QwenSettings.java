// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.decoder.DecoderConfig;
import java.util.List;

/** Reads the description of a Qwen2 decoder, with the defaults that transformers gives to missing keys. */
public final class QwenSettings {

    private QwenSettings() {}

    /**
     * Reads a description.
     *
     * @param text the block of the decoder
     * @param tied whether something outside the block says that embeddings are tied
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    public static DecoderConfig read(Settings text, boolean tied) {
        text.choice("model_type", "qwen2", List.of("qwen2"));
        text.choice("hidden_act", "silu", List.of("silu"));
        text.forbid("rope_scaling");
        text.forbid("quantization_config");
        if (text.flag("use_sliding_window", false)) {
            throw text.wrong("use_sliding_window", "false");
        }
        if (!text.strings("layer_types").stream().allMatch("full_attention"::equals)) {
            throw text.wrong("layer_types", "full_attention alone");
        }
        int hidden = text.size("hidden_size", 4096);
        int heads = text.size("num_attention_heads", 32);
        int keyValueHeads = text.size("num_key_value_heads", 32);
        if (!text.has("head_dim") && hidden % heads != 0) {
            throw text.wrong("hidden_size", "a multiple of num_attention_heads, " + heads + ",");
        }
        if (heads % keyValueHeads != 0) {
            throw text.wrong("num_key_value_heads", "a divisor of num_attention_heads, " + heads + ",");
        }
        int headSize = text.size("head_dim", hidden / heads);
        if (headSize % 2 != 0) {
            throw text.wrong("head_dim", "an even number");
        }
        return new DecoderConfig(
                text.size("num_hidden_layers", 32),
                hidden,
                heads,
                keyValueHeads,
                headSize,
                text.size("intermediate_size", 22016),
                text.size("vocab_size", 151936),
                text.size("max_position_embeddings", 32768),
                text.positive("rms_norm_eps", 1e-6),
                LlamaSettings.ropeTheta(text),
                true,
                false,
                false,
                tied || text.flag("tie_word_embeddings", false));
    }
}
