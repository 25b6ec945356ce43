// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.decoder.DecoderConfig;
import dev.pdrop.backbones.family.ClipSettings;
import dev.pdrop.backbones.family.LlamaSettings;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.vision.ClipConfig;
import dev.pdrop.spi.Geometry;
import java.util.List;

/**
 * The description of a LLaVA model.
 *
 * @param decoder the language model
 * @param vision the tower as far as it is run
 * @param projectorBias whether the projector's layers have biases
 * @param imageToken the id that stands at visual slots
 */
public record LlavaConfig(DecoderConfig decoder, ClipConfig vision, boolean projectorBias, int imageToken) {

    /**
     * Reads {@code config.json}; a vocabulary size beside the blocks is ignored, since old versions write a wrong one.
     */
    public static LlavaConfig read(Settings config) {
        config.forbid("quantization_config");
        config.choice("projector_hidden_act", "gelu", List.of("gelu"));
        String imageToken = config.has("image_token_id") ? "image_token_id" : "image_token_index";
        return new LlavaConfig(
                LlamaSettings.read(config.block("text_config"), config.flag("tie_word_embeddings", false)),
                ClipSettings.read(config),
                config.flag("multimodal_projector_bias", true),
                config.whole(imageToken, 32000));
    }

    private Geometry.Tower tower() {
        int patches = vision.side() * vision.side();
        return new Geometry.Tower(
                vision.layers(),
                vision.hiddenSize(),
                vision.feedForwardSize(),
                2,
                vision.heads(),
                patches,
                vision.channels() * vision.patchSize() * vision.patchSize(),
                vision.rows(),
                vision.rows());
    }

    /** Two matrices, from the tower's width to the decoder's and from that to itself. */
    private Geometry.Projector projector() {
        long width = decoder.hiddenSize();
        return new Geometry.Projector(vision.visualTokens(), width * (vision.hiddenSize() + width));
    }

    /** The sizes that planning and costs need. */
    public Geometry geometry() {
        return decoder.geometry(new Geometry.Vision(tower(), projector(), vision.visualTokens()));
    }
}
