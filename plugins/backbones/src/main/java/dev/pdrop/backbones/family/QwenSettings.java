// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.decoder.DecoderConfig;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

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
        text.forbid("rope_scaling");
        requireExact(text);
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
                List.of(),
                true,
                false,
                false,
                tied || text.flag("tie_word_embeddings", false));
    }

    private static void requireExact(Settings text) {
        text.choice("hidden_act", "silu", List.of("silu"));
        text.forbid("quantization_config");
        if (text.flag("use_sliding_window", false)) {
            throw text.wrong("use_sliding_window", "false");
        }
        if (!text.strings("layer_types").stream().allMatch("full_attention"::equals)) {
            throw text.wrong("layer_types", "full_attention alone");
        }
    }

    /**
     * Reads a description of a decoder that places visual tokens by time, row and column.
     *
     * @param text the block of the decoder, or all of {@code config.json} where it has none
     * @param type the model type of that block
     * @param tied whether something outside the block says that embeddings are tied
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    public static DecoderConfig readOnGrids(Settings text, String type, boolean tied) {
        text.choice("model_type", type, List.of(type));
        requireExact(text);
        // Without the key there are eight; null means as many as queries.
        Heads heads = Heads.read(text, 8192, 64, count -> text.states("num_key_value_heads") ? count : 8);
        Settings rope = text.block(text.has("rope_scaling") ? "rope_scaling" : "rope_parameters");
        for (String key : List.of("rope_type", "type")) {
            rope.choice(key, "default", List.of("mrope", "default"));
        }
        return new DecoderConfig(
                text.size("num_hidden_layers", 80),
                heads.width(),
                heads.count(),
                heads.keyValueCount(),
                heads.size(),
                text.size("intermediate_size", 29568),
                text.size("vocab_size", 152064),
                text.size("max_position_embeddings", 32768),
                text.positive("rms_norm_eps", 1e-5),
                rope.positive("rope_theta", text.positive("rope_theta", 1e6)),
                axes(rope, heads.size()),
                true,
                false,
                false,
                tied || text.flag("tie_word_embeddings", false));
    }

    /* The first waves follow time, the next ones the row, the last ones the column. */
    private static List<Integer> axes(Settings rope, int headSize) {
        String key = "mrope_section";
        List<Integer> sections = rope.has(key) ? rope.wholes(key, 1) : List.of(16, 24, 24);
        if (sections.size() != 3
                || sections.stream().mapToLong(Integer::longValue).sum() != headSize / 2) {
            throw rope.wrong(key, "three numbers whose sum is half of a head's width, " + headSize / 2 + ",");
        }
        return IntStream.range(0, 3)
                .boxed()
                .flatMap(axis -> Collections.nCopies(sections.get(axis), axis).stream())
                .toList();
    }
}
