// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.training.GradientRecording;
import dev.pdrop.backbones.training.Weight;
import dev.pdrop.backbones.weights.NamedTensor;
import dev.pdrop.backbones.weights.SavedModel;
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

    private final LlavaNames names;
    private final List<Weight> weights;
    private final Path folder;

    /**
     * A model that learns.
     *
     * @param names what the checkpoint that it came from calls its tensors
     */
    TrainableLlava(
            Opening opening,
            LlavaNames names,
            LlavaConfig config,
            Kernels kernels,
            LlavaModel model,
            ImageProcessor images,
            PromptWriter prompts) {
        super(opening, config, kernels, model, images, prompts);
        this.names = names;
        this.folder = opening.folder();
        this.weights = model.weights();
    }

    @Override
    public List<Parameter> parameters() {
        return List.copyOf(weights);
    }

    /** What is learnt, under the names of the checkpoint that the model came from; valid while it is open. */
    List<CheckpointTensor> checkpointTensors() {
        return CheckpointTensors.of(weights, names, config());
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
        SavedModel.write(
                this.folder,
                folder,
                checkpointTensors().stream()
                        .map(tensor -> new NamedTensor(tensor.name(), tensor.shape(), tensor::values))
                        .toList(),
                format);
    }
}
