// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.training.GradientRecording;
import dev.pdrop.backbones.training.Weight;
import dev.pdrop.backbones.weights.Checkpoint;
import dev.pdrop.backbones.weights.NamedTensor;
import dev.pdrop.backbones.weights.SavedModel;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.TrainableBackbone;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        requireSeen(conversation);
        return prompts()
                .teach(
                        conversation,
                        place -> visualTokens(place, conversation.images().get(place)));
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
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        checkpointTensors()
                .forEach(tensor ->
                        tensors.put(tensor.name(), new NamedTensor(tensor.name(), tensor.shape(), tensor::values)));
        untouched(tensors.keySet()).forEach(tensor -> tensors.put(tensor.name(), tensor));
        SavedModel.write(this.folder, folder, tensors.values(), format);
    }

    /**
     * What this model has no use for, such as the norm behind the tower's last layer, as it was: transformers wants a
     * checkpoint whole. Output weights beside tied embeddings would be those of before, and are left out.
     */
    private List<NamedTensor> untouched(Set<String> learnt) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        boolean tied = config().decoder().tiedEmbeddings();
        return checkpoint.names().stream()
                .filter(name -> checkpoint.isWeight(name) && !learnt.contains(name))
                .filter(name -> !(tied && name.equals(names.head())))
                .map(name -> new NamedTensor(name, checkpoint.shape(name), () -> checkpoint.numbers(name)))
                .toList();
    }
}
