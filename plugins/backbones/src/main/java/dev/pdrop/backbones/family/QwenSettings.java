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
        Heads heads = Heads.read(text, count -> 32);
        return new DecoderConfig(
                text.size("num_hidden_layers", 32),
                heads.width(),
                heads.count(),
                heads.keyValueCount(),
                heads.size(),
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
