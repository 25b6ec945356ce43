// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What transformers made of a wide picture, from its pixels on. */
final class LlavaNextParityTest {

    private static final Path FIXTURES = Path.of("..", "methods", "src", "test", "resources", "parity");
    private static final Path MODEL = FIXTURES.resolve("models").resolve("llava_next");
    private static final Path CASE = FIXTURES.resolve("cases").resolve("vanilla_llava_next");

    @Test
    void agreesWithTransformersOnAWidePicture() throws IOException {
        JsonObject expected = JsonParser.parseString(Files.readString(CASE.resolve("expected.json")))
                .getAsJsonObject();
        Map<String, Stored> inputs = Safetensors.read(CASE.resolve("inputs.safetensors"));
        Map<String, Stored> outputs = Safetensors.read(CASE.resolve("expected.safetensors"));
        Image image = Image.read(CASE.resolve(expected.get("image").getAsString()));
        LlavaNextConfig config = LlavaNextConfig.read(Settings.read(MODEL.resolve("config.json")));

        assertThat(TileProcessor.read(MODEL, config.canvases(), config.tile()).pixels(image))
                .containsExactly(stored(inputs, "pixel_values").floats());
        try (LlavaNextBackbone backbone = open();
                VisualFeatures features = backbone.encode(List.of(image), Set.of())) {
            Prompt prompt =
                    backbone.prompt(Conversation.raw(expected.get("prompt").getAsString(), List.of(image)));
            assertThat(prompt.ids()).isEqualTo(stored(inputs, "input_ids").ints());
            assertClose(
                    features.of(image).toFloatArray(),
                    stored(outputs, "image_features").floats());
            List<Integer> tokens = expected.getAsJsonArray("greedy_tokens").asList().stream()
                    .map(token -> token.getAsInt())
                    .toList();
            float[] logits = stored(outputs, "decode_logits").floats();
            int vocabulary = backbone.geometry().vocabularySize();
            List<Integer> said = new ArrayList<>();
            DecoderState state = backbone.embed(List.of(prompt), features);
            state = closing(state, backbone.advance(state, backbone.geometry().layers(), Set.of()));
            for (int step = 0; step < tokens.size(); step++) {
                Logits next = backbone.logits(state);
                assertClose(next.row(0), Arrays.copyOfRange(logits, step * vocabulary, (step + 1) * vocabulary));
                said.add(next.argmax(0));
                state = closing(state, backbone.append(state, List.of(new int[] {next.argmax(0)})));
            }
            state.close();
            assertThat(said).isEqualTo(tokens);
        }
    }

    private static LlavaNextBackbone open() {
        return (LlavaNextBackbone) new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(MODEL, "cpu", NumberFormat.FLOAT32, "plain"));
    }

    private static DecoderState closing(DecoderState old, DecoderState replacement) {
        old.close();
        return replacement;
    }

    private static Stored stored(Map<String, Stored> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < actual.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        assertThat(difference / magnitude).isLessThan(1e-5);
    }
}
