// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.decoder.DecoderConfig;
import dev.pdrop.backbones.family.LlamaSettings;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.family.Tiled;
import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.vision.SiglipConfig;
import dev.pdrop.spi.Geometry;
import java.util.List;

/**
 * The description of a SmolVLM or Idefics 3 model.
 *
 * @param decoder the language model
 * @param vision the tower
 * @param factor patches along each side of a square that becomes one token
 * @param imageToken the id that stands at visual slots
 */
record SmolVlmConfig(DecoderConfig decoder, SiglipConfig vision, int factor, int imageToken) {

    /**
     * Reads {@code config.json}.
     *
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    static SmolVlmConfig read(Settings config) {
        config.forbid("quantization_config");
        SiglipConfig vision = vision(config.block("vision_config"));
        int factor = config.size("scale_factor", 2);
        if (vision.side() % factor != 0) {
            throw config.wrong("scale_factor", "a divisor of the tower's " + vision.side() + " patches a side,");
        }
        return new SmolVlmConfig(
                LlamaSettings.read(config.block("text_config"), config.flag("tie_word_embeddings", false)),
                vision,
                factor,
                config.whole("image_token_id", 128257));
    }

    private static SiglipConfig vision(Settings vision) {
        vision.choice("model_type", "smolvlm_vision", List.of("smolvlm_vision", "idefics3_vision", "idefics3"));
        vision.forbid("quantization_config");
        vision.choice("hidden_act", "gelu_pytorch_tanh", List.of("gelu_pytorch_tanh"));
        int hidden = vision.size("hidden_size", 1152);
        int heads = vision.size("num_attention_heads", 16);
        if (hidden % heads != 0) {
            throw vision.wrong("hidden_size", "a multiple of num_attention_heads, " + heads + ",");
        }
        return new SiglipConfig(
                vision.size("image_size", 224),
                vision.size("patch_size", 32),
                vision.size("num_channels", 3),
                hidden,
                vision.size("intermediate_size", 3072),
                heads,
                vision.size("num_hidden_layers", 12),
                SiglipConfig.Variant.ANY_SIZE,
                vision.positive("layer_norm_eps", 1e-6),
                Activation.GELU_TANH);
    }

    /** Tokens along each side of a tile. */
    int side() {
        return vision.side() / factor;
    }

    /** Tokens of a tile. */
    int tokens() {
        return side() * side();
    }

    /** The sizes of a model whose usual image has so many tiles. */
    Geometry geometry(int tiles) {
        Geometry.Vision one = new Geometry.Vision(
                vision.tower(),
                new Geometry.Projector(tokens(), (long) decoder.hiddenSize() * vision.hiddenSize() * factor * factor),
                tokens());
        return Tiled.of(decoder.geometry(one), tiles, tiles * tokens());
    }
}
