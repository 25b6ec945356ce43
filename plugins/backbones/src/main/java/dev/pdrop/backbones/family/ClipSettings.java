// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.kernels.VisionKernels.Activation;
import dev.pdrop.backbones.vision.ClipConfig;
import java.util.List;

/** Reads the description of a CLIP vision tower, with the defaults that transformers gives to missing keys. */
public final class ClipSettings {

    private ClipSettings() {}

    /**
     * Reads a description.
     *
     * @param outer the block around {@code vision_config}, which says what of the tower is used
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    public static ClipConfig read(Settings outer) {
        Settings vision = outer.block("vision_config");
        boolean whole = !outer.has("vision_config");
        vision.choice("model_type", "clip_vision_model", List.of("clip_vision_model"));
        vision.forbid("quantization_config");
        int hidden = vision.size("hidden_size", whole ? 1024 : 768);
        int heads = vision.size("num_attention_heads", whole ? 16 : 12);
        if (hidden % heads != 0) {
            throw vision.wrong("hidden_size", "a multiple of num_attention_heads, " + heads + ",");
        }
        String activation = vision.choice("hidden_act", "quick_gelu", List.of("quick_gelu", "gelu"));
        String strategy = outer.choice("vision_feature_select_strategy", "default", List.of("default", "full"));
        return new ClipConfig(
                vision.size("image_size", whole ? 336 : 224),
                vision.size("patch_size", whole ? 14 : 32),
                vision.size("num_channels", 3),
                hidden,
                vision.size("intermediate_size", whole ? 4096 : 3072),
                heads,
                layersRun(outer, vision.size("num_hidden_layers", whole ? 24 : 12), -2),
                vision.positive("layer_norm_eps", 1e-5),
                activation.equals("gelu") ? Activation.GELU : Activation.QUICK_GELU,
                strategy.equals("full"));
    }

    /* Hidden state 0 is the input of the first layer, hidden state L the output of the last one; -1 means L. */
    static int layersRun(Settings outer, int layers, int usual) {
        int chosen = outer.whole("vision_feature_layer", usual);
        int run = chosen < 0 ? layers + 1 + chosen : chosen;
        if (run < 0 || run > layers) {
            throw outer.wrong(
                    "vision_feature_layer", "one of the " + (layers + 1) + " hidden states of the vision tower");
        }
        return run;
    }
}
