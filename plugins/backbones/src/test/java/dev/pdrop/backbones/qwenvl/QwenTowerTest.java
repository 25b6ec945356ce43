// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tower of a Qwen2.5-VL checkpoint does beyond agreeing with transformers. */
class QwenTowerTest {

    private static final Path MODEL = Path.of("../methods/src/test/resources/parity/models/qwen2_5_vl");

    /** 2 x 5 squares, windows of 2 x 2. */
    private static final Image WIDE = Pictures.noise(7, 150, 50);

    @TempDir
    private Path folder;

    @Test
    void windowsChangeWhatIsSeenOfALargerPicture() throws IOException {
        float[] windowed = features(MODEL, WIDE);
        float[] whole = features(changed(config -> fullLayers(config, 0, 1, 2, 3)), WIDE);
        assertThat(whole).hasSameSizeAs(windowed);
        assertThat(distance(windowed, whole)).isGreaterThan(1e-2);
    }

    @Test
    void oneWindowIsTheWholePicture() throws IOException {
        Image small = Pictures.noise(7, 56, 56);
        float[] whole = features(changed(config -> fullLayers(config, 0, 1, 2, 3)), small);
        assertThat(whole).isEqualTo(features(MODEL, small));
    }

    @Test
    void runsInBfloat16NearlyAlike() {
        try (Backbone backbone = open(MODEL, NumberFormat.BFLOAT16);
                Backbone wide = open(MODEL, NumberFormat.FLOAT32);
                VisualFeatures features = backbone.encode(List.of(WIDE), Set.of())) {
            // Only kernels may touch a bfloat16 tensor, so that the answer is compared and not the features.
            Prompt prompt = backbone.prompt(Conversation.raw("<image> x y z", List.of(WIDE)));
            float[] rounded = logits(backbone, prompt, features);
            try (VisualFeatures own = wide.encode(List.of(WIDE), Set.of())) {
                assertThat(distance(logits(wide, prompt, own), rounded)).isLessThan(0.1);
            }
        }
    }

    private static float[] logits(Backbone backbone, Prompt prompt, VisualFeatures features) {
        try (DecoderState start = backbone.embed(List.of(prompt), features);
                DecoderState end = backbone.advance(start, backbone.geometry().layers(), Set.of())) {
            return backbone.logits(end).row(0);
        }
    }

    @Test
    void everyTokenShowsItsPartOfThePicture() {
        try (Backbone backbone = open(MODEL, NumberFormat.FLOAT32)) {
            Prompt prompt = backbone.prompt(Conversation.raw("<image> x", List.of(WIDE)));
            assertThat(prompt.visualTokens()).hasSize(10).endsWith(new VisualToken(0, 0, 1, 4));
            Optional<ImageRegion> last = backbone.region(WIDE, new VisualToken(0, 0, 1, 4));
            assertThat(last).contains(ImageRegion.whole().cell(1, 4, 2, 5));
        }
    }

    @Test
    void refusesCapturesOfTheTower() {
        try (Backbone backbone = open(MODEL, NumberFormat.FLOAT32)) {
            assertThatThrownBy(() -> backbone.encode(List.of(WIDE), Set.of(Capture.pixels())))
                    .isInstanceOf(InvalidMethodException.class)
                    .hasMessageStartingWith("expected a ranker that looks at the decoder for a model that sees images"
                            + " at their own size, found one that looks at ");
        }
    }

    @Test
    void refusesWeightsOfFurtherLayers() throws IOException {
        Path shorter = changed(config -> config.getAsJsonObject("vision_config").addProperty("depth", 3));
        assertThatThrownBy(() -> open(shorter, NumberFormat.FLOAT32))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("expected 3 layers of the tower, as vision_config.depth says, found a further one, tensor"
                        + " visual.blocks.3.norm1.weight: correct config.json, or take the files of one checkpoint");
    }

    @Test
    void cannotBeTrained() {
        assertThatThrownBy(() -> new HuggingFaceBackboneFactory()
                        .createTrainable(
                                new HuggingFaceBackboneFactory.Config(MODEL, "cpu", NumberFormat.FLOAT32, "plain")))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("found one of qwen2_5_vl");
    }

    private static float[] features(Path model, Image image) {
        try (Backbone backbone = open(model, NumberFormat.FLOAT32);
                VisualFeatures features = backbone.encode(List.of(image), Set.of())) {
            return features.of(image).toFloatArray();
        }
    }

    private static Backbone open(Path model, NumberFormat format) {
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", format, "plain"));
    }

    private static void fullLayers(JsonObject config, int... layers) {
        JsonArray full = new JsonArray();
        for (int layer : layers) {
            full.add(layer);
        }
        config.getAsJsonObject("vision_config").add("fullatt_block_indexes", full);
    }

    private Path changed(Consumer<JsonObject> change) throws IOException {
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        Path config = folder.resolve("config.json");
        JsonObject content = JsonParser.parseString(Files.readString(config)).getAsJsonObject();
        change.accept(content);
        Files.writeString(config, content.toString());
        return folder;
    }

    /** The largest difference over the largest number. */
    private static double distance(float[] one, float[] other) {
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < one.length; i++) {
            difference = Math.max(difference, Math.abs(one[i] - other[i]));
            magnitude = Math.max(magnitude, Math.abs(one[i]));
        }
        return difference / magnitude;
    }
}
