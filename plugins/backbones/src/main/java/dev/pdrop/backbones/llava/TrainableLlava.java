// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.training.GradientRecording;
import dev.pdrop.backbones.training.Weight;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import java.nio.file.Path;
import java.util.List;

/** A LLaVA checkpoint in memory of its own, where it can be learnt. */
final class TrainableLlava extends LlavaBackbone implements TrainableBackbone {

    private final List<Weight> weights;

    TrainableLlava(
            Opening opening,
            LlavaConfig config,
            Kernels kernels,
            LlavaModel model,
            ImageProcessor images,
            PromptWriter prompts) {
        super(opening, config, kernels, model, images, prompts);
        this.weights = model.weights();
    }

    @Override
    public List<Parameter> parameters() {
        return List.copyOf(weights);
    }

    @Override
    public Prompt teach(Conversation conversation) {
        return prompts().teach(conversation, this::visualTokens);
    }

    @Override
    public int filler() {
        return prompts().endToken();
    }

    @Override
    public Recording record() {
        return new GradientRecording(kernels(), weights);
    }

    @Override
    public LessonLoss loss(DecoderState state) {
        return model().decoder().loss(state);
    }

    @Override
    public void save(Path folder, StoredFormat format) {
        throw new UnsupportedOperationException("not written yet");
    }
}
