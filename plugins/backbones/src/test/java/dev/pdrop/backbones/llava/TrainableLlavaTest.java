// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.testing.SavedModelContract;
import dev.pdrop.testing.TrainableBackboneContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny checkpoint that is taught: grouped queries, tied embeddings, 64 visual tokens, six layers. */
final class TrainableLlavaTest implements TrainableBackboneContract, SavedModelContract {

    private static final Path MODEL = ParityCase.FIXTURES.resolve("models/llava_gqa");

    @Override
    public TrainableBackbone open() {
        return open(MODEL);
    }

    @Override
    public TrainableBackbone open(Path folder) {
        return new HuggingFaceBackboneFactory()
                .createTrainable(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "plain"));
    }

    @Override
    public List<String> questions() {
        return List.of("x y z", "y", "z q");
    }

    @Override
    public List<String> answers() {
        return List.of("q", "z x", "x y q");
    }

    @Test
    void learnsNothingFromTheFirstFrameOfAVideo() {
        Image frame = Image.of("frame", 8, 8, new byte[3 * 8 * 8]);
        Conversation taught = new Conversation(
                List.of(
                        new Conversation.Turn(Conversation.Role.USER, Conversation.IMAGE + " x"),
                        new Conversation.Turn(Conversation.Role.ASSISTANT, "y")),
                List.of(Image.video("film", List.of(frame, frame), 2)),
                Conversation.Form.RAW);
        try (TrainableBackbone backbone = open()) {
            assertThatThrownBy(() -> backbone.teach(taught))
                    .isInstanceOf(InvalidImageException.class)
                    .hasMessageStartingWith(
                            "expected a picture for a model of the family llava, found the video film ");
        }
    }

    @Test
    void savesWhatItHasNoUseForAsItWas(@TempDir Path folder) throws IOException {
        try (TrainableBackbone backbone = open()) {
            backbone.save(folder, TrainableBackbone.StoredFormat.FLOAT32);
        }
        Map<String, Stored> before = Safetensors.read(MODEL.resolve("model.safetensors"));
        Map<String, Stored> after = Safetensors.read(folder.resolve("model.safetensors"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (Map.Entry<String, Stored> tensor : after.entrySet()) {
            Stored original = Objects.requireNonNull(before.get(tensor.getKey()), tensor.getKey());
            assertThat(tensor.getValue().floats()).as(tensor.getKey()).isEqualTo(original.floats());
        }
    }

    @Test
    void namesEveryTensorOfTheCheckpoint() throws IOException {
        Map<String, Stored> stored = Safetensors.read(MODEL.resolve("model.safetensors"));
        try (TrainableLlava backbone = (TrainableLlava) open()) {
            List<CheckpointTensor> tensors = backbone.checkpointTensors();
            for (CheckpointTensor tensor : tensors) {
                Stored original = Objects.requireNonNull(stored.get(tensor.name()), tensor.name());
                assertThat(tensor.values()).as(tensor.name()).isEqualTo(original.floats());
            }
            // What is left is not run: the tower's last layer and the norm behind it.
            assertThat(stored.keySet().stream()
                            .filter(name -> tensors.stream()
                                    .noneMatch(tensor -> tensor.name().equals(name))))
                    .allMatch(name -> name.contains("encoder.layers.2.") || name.contains("post_layernorm"));
        }
    }
}
