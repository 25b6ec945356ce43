// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.decoder.DecoderWeights;
import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.SplitProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.vision.SiglipTower;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checkpoints of {@code SmolVLMForConditionalGeneration} and {@code Idefics3ForConditionalGeneration}. Videos are not
 * read yet.
 *
 * @source "SmolVLM: Redefining small and efficient multimodal models" (arXiv 2504.05299), as transformers 5.23.0 runs
 *     it
 */
public final class SmolVlmFamily implements ModelFamily {

    private static final String DECODER = "model.text_model.";

    @Override
    public String name() {
        return "smolvlm";
    }

    @Override
    public List<String> architectures() {
        return List.of("SmolVLMForConditionalGeneration", "Idefics3ForConditionalGeneration");
    }

    /** The usual image is the largest: a square of as many tiles as the preprocessor makes. */
    @Override
    public Geometry geometry(Settings config) {
        SmolVlmConfig read = SmolVlmConfig.read(config);
        return read.geometry(processor(config, read).largest().tiles());
    }

    private static SplitProcessor processor(Settings config, SmolVlmConfig read) {
        Path folder = config.file().resolveSibling("");
        return SplitProcessor.read(folder, read.vision().imageSize());
    }

    /** None that all images have: it depends on their shape. */
    @Override
    public Optional<TokenGrid> grid(Settings config) {
        return Optional.empty();
    }

    @Override
    public Backbone open(Opening opening, Kernels kernels) {
        try {
            SmolVlmConfig config = SmolVlmConfig.read(opening.config());
            SplitProcessor tiles =
                    SplitProcessor.read(opening.folder(), config.vision().imageSize());
            WeightLoader loader = opening.loader(kernels);
            int width = config.vision().hiddenSize() * config.factor() * config.factor();
            Tensor projection = loader.load(
                    "model.connector.modality_projection.proj.weight",
                    config.decoder().hiddenSize(),
                    width);
            SiglipTower tower = SiglipTower.load(loader, kernels, config.vision(), "model.vision_model.");
            DecoderWeights weights = DecoderWeights.load(loader, kernels, config.decoder(), DECODER, "lm_head.weight");
            DecoderWeights.requireNoMoreLayers(loader.checkpoint(), config.decoder(), DECODER);
            kernels.sealWeights();
            PromptWriter prompts =
                    PromptWriter.read(opening.folder(), opening.template(), config.imageToken(), Conversation.IMAGE);
            Decoder decoder = new Decoder(kernels, config.decoder(), weights);
            return new SmolVlmBackbone(opening, config, kernels, decoder, tower, projection, tiles, prompts);
        } catch (RuntimeException | Error e) {
            kernels.close();
            throw e;
        }
    }
}
