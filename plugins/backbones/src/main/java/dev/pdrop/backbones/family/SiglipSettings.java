// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.vision.SiglipConfig;
import dev.pdrop.backbones.vision.SiglipConfig.Variant;
import java.util.List;

/** Reads the description of a SigLIP vision tower, with the defaults that transformers gives to missing keys. */
public final class SiglipSettings {

    private SiglipSettings() {}

    /**
     * Reads a description.
     *
     * @param outer the block around {@code vision_config}, which says what of the tower is used
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    public static SiglipConfig read(Settings outer) {
        Settings vision = outer.block("vision_config");
        boolean whole = !outer.has("vision_config");
        vision.choice("model_type", "siglip_vision_model", List.of("siglip_vision_model"));
        vision.forbid("quantization_config");
        int hidden = vision.size("hidden_size", whole ? 1152 : 768);
        int heads = vision.size("num_attention_heads", whole ? 16 : 12);
        if (hidden % heads != 0) {
            throw vision.wrong("hidden_size", "a multiple of num_attention_heads, " + heads + ",");
        }
        vision.choice("hidden_act", "gelu_pytorch_tanh", List.of("gelu_pytorch_tanh"));
        outer.choice("vision_feature_select_strategy", "full", List.of("full"));
        return new SiglipConfig(
                vision.size("image_size", whole ? 384 : 224),
                vision.size("patch_size", whole ? 14 : 16),
                vision.size("num_channels", 3),
                hidden,
                vision.size("intermediate_size", whole ? 4304 : 3072),
                heads,
                ClipSettings.layersRun(outer, vision.size("num_hidden_layers", whole ? 26 : 12), -1),
                Variant.HIDDEN_STATES,
                vision.positive("layer_norm_eps", 1e-6),
                Activation.GELU_TANH);
    }
}
