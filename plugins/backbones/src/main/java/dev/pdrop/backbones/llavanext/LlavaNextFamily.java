// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.llava.LlavaModel;
import dev.pdrop.backbones.llava.LlavaNames;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checkpoints of {@code LlavaNextForConditionalGeneration} with a CLIP tower and a Llama, Vicuna or Mistral decoder:
 * LLaVA 1.6.
 *
 * @source "LLaVA-NeXT: Improved reasoning, OCR, and world knowledge" (Liu et al., 2024), as transformers 5.23.0 runs it
 */
public final class LlavaNextFamily implements ModelFamily {

    @Override
    public String name() {
        return "llava_next";
    }

    @Override
    public List<String> architectures() {
        return List.of("LlavaNextForConditionalGeneration");
    }

    @Override
    public Geometry geometry(Settings config) {
        return LlavaNextConfig.read(config).geometry();
    }

    /** None that all images have: it depends on their shape. */
    @Override
    public Optional<TokenGrid> grid(Settings config) {
        return Optional.empty();
    }

    @Override
    public boolean seesLowerResolutions(Settings config) {
        return LlavaNextConfig.read(config).hasSeveralResolutions();
    }

    @Override
    public OptionalInt visualTokens(Settings config, double scale) {
        return OptionalInt.of(LlavaNextConfig.read(config).visualTokens(scale));
    }

    @Override
    public Backbone open(Opening opening, Kernels kernels) {
        try {
            LlavaNextConfig config = LlavaNextConfig.read(opening.config());
            TileProcessor tiles = TileProcessor.read(opening.folder(), config.canvases(), config.tile());
            WeightLoader loader = opening.loader(kernels);
            Tensor newline = loader.load(
                    LlavaNames.of(loader.checkpoint()).newline(),
                    config.networks().decoder().hiddenSize());
            LlavaModel model = LlavaModel.load(loader, kernels, config.networks());
            PromptWriter prompts = PromptWriter.read(
                    opening.folder(), opening.template(), config.networks().imageToken(), Conversation.IMAGE);
            return new LlavaNextBackbone(opening, config, kernels, model, newline, tiles, prompts);
        } catch (RuntimeException | Error e) {
            kernels.close();
            throw e;
        }
    }
}
