// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.family.ModelFamily;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.weights.WeightLoader;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.TokenGrid;
import dev.pdrop.spi.TrainableBackbone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checkpoints of {@code LlavaForConditionalGeneration} with a CLIP tower and a Llama or Mistral decoder. */
public final class LlavaFamily implements ModelFamily {

    @Override
    public String name() {
        return "llava";
    }

    @Override
    public List<String> architectures() {
        return List.of("LlavaForConditionalGeneration");
    }

    @Override
    public Geometry geometry(Settings config) {
        return LlavaConfig.read(config).geometry();
    }

    /** One tile of one size, whatever the image. */
    @Override
    public Optional<TokenGrid> grid(Settings config) {
        int side = LlavaConfig.read(config).vision().side();
        return Optional.of(new TokenGrid(side, side));
    }

    @Override
    public Backbone open(Opening opening, Kernels kernels) {
        return opened(opening, kernels, false);
    }

    @Override
    public TrainableBackbone openTrainable(Opening opening, Kernels kernels) {
        return (TrainableLlava) opened(opening, kernels, true);
    }

    private static LlavaBackbone opened(Opening opening, Kernels kernels, boolean trainable) {
        try {
            LlavaConfig config = LlavaConfig.read(opening.config());
            ImageProcessor images = imageProcessor(opening.folder(), config);
            WeightLoader loader = opening.loader(kernels);
            LlavaModel model = LlavaModel.load(trainable ? loader.copying() : loader, kernels, config);
            PromptWriter prompts =
                    PromptWriter.read(opening.folder(), opening.template(), config.imageToken(), Conversation.IMAGE);
            return trainable
                    ? new TrainableLlava(
                            opening, LlavaNames.of(loader.checkpoint()), config, kernels, model, images, prompts)
                    : new LlavaBackbone(opening, config, kernels, model, images, prompts);
        } catch (RuntimeException | Error e) {
            kernels.close();
            throw e;
        }
    }

    private static ImageProcessor imageProcessor(Path folder, LlavaConfig config) {
        ImageProcessor images = ImageProcessor.read(folder);
        int size = config.vision().imageSize();
        if (images.width() != size || images.height() != size) {
            throw new InvalidModelException("expected images of " + size + " x " + size
                    + " as config.json says, found a preprocessor that makes " + images.width() + " x "
                    + images.height() + " in " + folder + ": check that both files belong to one model");
        }
        return images;
    }
}
