// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.decoder.DecoderWeights;
import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.llava.LlavaNames;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.vision.Projector;
import dev.pdrop.backbones.vision.SiglipTower;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Checkpoints of {@code LlavaOnevisionForConditionalGeneration} with a SigLIP tower and a Qwen2 decoder.
 *
 * <p>Each frame of a video is read in one tile, as a picture among several is but without a square around it, and its
 * features are averaged to a quarter; one newline stands behind all frames.
 *
 * @source "LLaVA-OneVision: Easy Visual Task Transfer" (arXiv 2408.03326), as transformers 5.23.0 runs it
 */
public final class LlavaOnevisionFamily implements ModelFamily {

    @Override
    public String name() {
        return "llava_onevision";
    }

    @Override
    public List<String> architectures() {
        return List.of("LlavaOnevisionForConditionalGeneration");
    }

    @Override
    public Geometry geometry(Settings config) {
        return LlavaOnevisionConfig.read(config).geometry();
    }

    /** None that all images have: it depends on their shape. */
    @Override
    public Optional<TokenGrid> grid(Settings config) {
        return Optional.empty();
    }

    @Override
    public boolean seesLowerResolutions(Settings config) {
        return LlavaOnevisionConfig.read(config).canvases().size() > 1;
    }

    @Override
    public OptionalInt visualTokens(Settings config, double scale) {
        return OptionalInt.of(LlavaOnevisionConfig.read(config).visualTokens(scale));
    }

    @Override
    public Backbone open(Opening opening, Kernels kernels) {
        try {
            LlavaOnevisionConfig config = LlavaOnevisionConfig.read(opening.config());
            TileProcessor tiles = TileProcessor.read(
                    opening.folder(), config.canvases(), config.vision().imageSize());
            WeightLoader loader = opening.loader(kernels);
            LlavaNames names = LlavaNames.of(loader.checkpoint());
            int hidden = config.decoder().hiddenSize();
            Tensor newline = loader.load(names.newline(), hidden);
            SiglipTower tower = SiglipTower.load(loader, kernels, config.vision(), names.tower());
            Projector projector = Projector.load(
                    loader, kernels, names.projector(), config.vision().hiddenSize(), hidden, config.projectorBias());
            DecoderWeights weights =
                    DecoderWeights.load(loader, kernels, config.decoder(), names.decoder(), names.head());
            DecoderWeights.requireNoMoreLayers(loader.checkpoint(), config.decoder(), names.decoder());
            kernels.sealWeights();
            PromptWriter prompts =
                    PromptWriter.read(opening.folder(), opening.template(), config.imageToken(), Conversation.IMAGE);
            Decoder decoder = new Decoder(kernels, config.decoder(), weights);
            return new LlavaOnevisionBackbone(
                    opening, config, kernels, decoder, tower, projector, newline, tiles, prompts);
        } catch (RuntimeException | Error e) {
            kernels.close();
            throw e;
        }
    }
}
