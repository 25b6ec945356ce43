// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.image.Noise;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.InvalidModelException;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Videos against transformers 5.23.0: token ids, positions on all axes, greedy tokens, and logits within 1e-5 of their
 * largest. {@code src/test/python/video_cases.py} makes the golden files.
 */
final class VideoParityTest {

    private static final double TOLERANCE = 1e-5;
    private static final double FRAMES_PER_SECOND = 4;
    private static final Path MODELS = Path.of("..", "methods", "src", "test", "resources", "parity", "models");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "videos");

    @TestFactory
    Stream<DynamicTest> agreesWithTransformers() {
        return Stream.of("llava_onevision", "qwen2_vl", "qwen2_5_vl")
                .flatMap(family -> FamilyParityTest.read(GOLDEN.resolve(family).resolve("cases.json")).asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(one -> DynamicTest.dynamicTest(
                                family + ": " + one.get("name").getAsString(), () -> assertAgrees(family, one))));
    }

    private static void assertAgrees(String family, JsonObject golden) throws IOException {
        List<Image> shown = shown(golden.getAsJsonArray("frames"), golden.get("size"));
        try (Backbone backbone = open(family)) {
            Prompt prompt =
                    backbone.prompt(Conversation.raw(golden.get("prompt").getAsString(), shown));
            assertThat(prompt.ids()).as("token ids").isEqualTo(FamilyParityTest.ints(golden.getAsJsonArray("ids")));
            assertThat(prompt.layout().spans()).hasSameSizeAs(shown);
            Stored logits = Objects.requireNonNull(
                    Safetensors.read(GOLDEN.resolve(family).resolve("logits.safetensors"))
                            .get(golden.get("name").getAsString().replace(' ', '_')));
            try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                    DecoderState start = backbone.embed(List.of(prompt), features)) {
                if (golden.has("positions")) {
                    assertThat(start.positionAxes(0))
                            .as("positions by axis")
                            .isDeepEqualTo(golden.getAsJsonArray("positions").asList().stream()
                                    .map(axis -> FamilyParityTest.ints(axis.getAsJsonArray()))
                                    .toArray(int[][]::new));
                    assertThat(start.nextPosition(0))
                            .isEqualTo(golden.get("next").getAsInt());
                }
                assertGenerates(
                        backbone, start, FamilyParityTest.ints(golden.getAsJsonArray("tokens")), logits.floats());
            }
        }
    }

    private static void assertGenerates(Backbone backbone, DecoderState start, int[] tokens, float[] logits) {
        int width = logits.length / tokens.length;
        List<Integer> said = new ArrayList<>();
        DecoderState state = backbone.advance(start, backbone.geometry().layers(), Set.of());
        for (int step = 0; step < tokens.length; step++) {
            Logits next = backbone.logits(state);
            float[] expected = Arrays.copyOfRange(logits, step * width, (step + 1) * width);
            assertThat(FamilyParityTest.difference(next.row(0), expected))
                    .as("logits")
                    .isLessThan(TOLERANCE);
            said.add(next.argmax(0));
            DecoderState longer = backbone.append(state, List.of(new int[] {next.argmax(0)}));
            state.close();
            state = longer;
        }
        state.close();
        assertThat(said)
                .as("greedy tokens")
                .containsExactly(Arrays.stream(tokens).boxed().toArray(Integer[]::new));
    }

    /** With 4 positions a second and 2 frames a step: 2 frames a second are steps of four positions, 3 of 2 2/3. */
    @Test
    void countsTimeInSecondsWhereTheFamilyDoes() {
        try (Backbone newer = open("qwen2_5_vl");
                Backbone older = open("qwen2_vl")) {
            assertThat(times(newer, video(6, 2))).containsExactly(0, 4, 8);
            assertThat(times(newer, video(6, 3))).containsExactly(0, 2, 5);
            assertThat(times(newer, video(6, 16))).containsExactly(0, 1);
            assertThat(times(older, video(6, 2))).containsExactly(0, 1, 2);
        }
    }

    /**
     * Positions of a video's steps from its beginning; what stands behind goes on behind the largest, as the paper
     * says.
     */
    private static List<Integer> times(Backbone backbone, Image video) {
        Prompt prompt = backbone.prompt(Conversation.raw("<|vision_start|><image><|vision_end|>", List.of(video)));
        assertThat(prompt.visualTokens())
                .extracting(VisualToken::tile)
                .containsSequence(0, 1)
                .contains(2);
        try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                DecoderState start = backbone.embed(List.of(prompt), features)) {
            int[][] axes = start.positionAxes(0);
            int first = prompt.layout().spans().get(0).start();
            int end = prompt.layout().spans().get(0).end();
            int largest = Arrays.stream(axes)
                    .flatMapToInt(axis -> Arrays.stream(axis, first, end))
                    .max()
                    .orElseThrow();
            assertThat(axes[0][end]).isEqualTo(largest + 1);
            return Arrays.stream(axes[0], first, end)
                    .map(time -> time - axes[0][first])
                    .distinct()
                    .boxed()
                    .toList();
        }
    }

    @Test
    void aStepIsShownByItsFirstFrame() {
        try (Backbone qwen = open("qwen2_vl");
                Backbone onevision = open("llava_onevision")) {
            Image video = video(5, 2);
            assertThat(qwen.shown(video, 2)).isSameAs(video.frames().get(4));
            assertThat(onevision.shown(video, 2)).isSameAs(video.frames().get(2));
            assertThat(qwen.shown(square(1), 0).isVideo()).isFalse();
        }
    }

    @Test
    void refusesAVideoThatEndsBehindTheModelsLastPosition() {
        try (Backbone backbone = open("qwen2_5_vl")) {
            Image slow = video(4, 1e-6);
            assertThatThrownBy(() ->
                            backbone.prompt(Conversation.raw("<|vision_start|><image><|vision_end|>", List.of(slow))))
                    .isInstanceOf(InvalidImageException.class)
                    .hasMessageMatching("expected a video that ends before position \\d+ of this model, found film"
                            + " \\(4 frames of 56 x 56\\), 1.0E-6 a second: take fewer frames, or correct how many of"
                            + " them pass in a second");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.5, 0.5]} | image_mean",
                "{\"do_normalize\": false} | do_normalize",
                "{\"resample\": 2} | resample",
                "{\"rescale_factor\": 1} | rescale_factor",
                "{\"size\": {\"height\": 28, \"width\": 28}} | size",
                "{\"do_resize\": false} | size",
                "{\"do_center_crop\": true, \"crop_size\": {\"height\": 28, \"width\": 28}} | crop_size",
                "{\"video_processor_type\": \"LlavaNextVideoVideoProcessor\"} | video_processor_type",
            })
    void framesAreNotPreparedOtherwiseThanPictures(String settings, String key, @TempDir Path folder)
            throws IOException {
        Path model = copy("llava_onevision", folder);
        Files.writeString(model.resolve("video_preprocessor_config.json"), settings);
        Image video = Image.video("film", List.of(square(1), square(2)), 2);
        try (Backbone backbone = openFolder(model)) {
            // Pictures do not mind.
            backbone.prompt(Conversation.raw("<image> x", List.of(square(1))));
            assertThatThrownBy(() -> backbone.prompt(Conversation.raw("<image> x", List.of(video))))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("'" + key + "'");
        }
    }

    /** What published folders of LLaVA-OneVision say, as far as it concerns frames. */
    @Test
    void takesFramesThatArePreparedLikePictures(@TempDir Path folder) throws IOException {
        Path model = copy("llava_onevision", folder);
        Files.writeString(model.resolve("video_preprocessor_config.json"), """
                {"do_center_crop": null, "do_normalize": true, "do_rescale": true, "do_resize": true,
                 "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
                 "resample": 3, "rescale_factor": 0.00392156862745098, "size": {"height": 56, "width": 56},
                 "video_processor_type": "LlavaOnevisionVideoProcessor"}
                """);
        try (Backbone backbone = openFolder(model)) {
            Prompt prompt =
                    backbone.prompt(Conversation.raw("<image> x", List.of(Image.video("film", List.of(square(1)), 2))));
            assertThat(prompt.visualTokens()).hasSize(5);
        }
    }

    /** A frame of 56 x 56 pixels has 2 x 2 squares of patches; at least 112 x 112 pixels make it 4 x 4. */
    @Test
    void framesOfQwenModelsHaveLimitsOfTheirOwn(@TempDir Path folder) throws IOException {
        Path model = copy("qwen2_vl", folder);
        Files.writeString(
                model.resolve("video_preprocessor_config.json"),
                "{\"size\": {\"shortest_edge\": 12544, \"longest_edge\": 602112}}");
        try (Backbone backbone = openFolder(model)) {
            assertThat(tokens(backbone, video(1, 2))).isEqualTo(16);
            assertThat(tokens(backbone, square(1))).isEqualTo(4);
        }
        Files.writeString(model.resolve("video_preprocessor_config.json"), "{\"cap_pixels_per_frame\": true}");
        try (Backbone backbone = openFolder(model)) {
            assertThat(tokens(backbone, square(1))).isEqualTo(4);
            assertThatThrownBy(() -> tokens(backbone, video(1, 2)))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("'cap_pixels_per_frame'");
        }
    }

    private static int tokens(Backbone backbone, Image image) {
        return backbone.prompt(Conversation.raw("<|vision_start|><image><|vision_end|>", List.of(image)))
                .visualTokens()
                .size();
    }

    private static Path copy(String family, Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(family));
        try (Stream<Path> files = Files.list(MODELS.resolve(family))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @Test
    void aTokenOfAFrameStandsForAPartOfIt() {
        try (Backbone backbone = open("llava_onevision")) {
            Image video = Image.video("film", List.of(square(1), square(2)), 2);
            Prompt prompt = backbone.prompt(Conversation.raw("<image> Read the sign.", List.of(video)));
            List<VisualToken> tokens = prompt.visualTokens();
            assertThat(tokens).hasSize(2 * 4 + 1);
            assertThat(backbone.region(video, tokens.get(5))).contains(new ImageRegion(0.5, 0, 1, 0.5));
            assertThat(backbone.region(video, tokens.get(8))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llava_gqa", "llava_next", "smolvlm"})
    void familiesThatDefineNoVideosRefuseThem(String family) {
        try (Backbone backbone = open(family)) {
            Image video = Image.video("film", List.of(square(1), square(2)), 2);
            assertThatThrownBy(() -> backbone.prompt(Conversation.raw("<image> x", List.of(video))))
                    .isInstanceOf(InvalidImageException.class)
                    .hasMessageMatching("expected a picture for a model of the family \\w+, found the video film"
                            + " \\(2 frames of 56 x 56\\): take a model of LLaVA-OneVision, Qwen2-VL or Qwen2.5-VL");
        }
    }

    private static Image square(int seed) {
        return Noise.picture(JsonParser.parseString("[56, 56]"), seed);
    }

    private static Image video(int frames, double framesPerSecond) {
        return Image.video(
                "film",
                IntStream.rangeClosed(1, frames)
                        .mapToObj(VideoParityTest::square)
                        .toList(),
                framesPerSecond);
    }

    /** Videos of so many frames; none is a picture. */
    private static List<Image> shown(JsonArray frames, JsonElement size) {
        List<Image> shown = new ArrayList<>();
        int seed = 1;
        for (int count : FamilyParityTest.ints(frames)) {
            List<Image> own = IntStream.range(seed, seed + Math.max(1, count))
                    .mapToObj(each -> Noise.picture(size, each))
                    .toList();
            seed += own.size();
            shown.add(count == 0 ? own.get(0) : Image.video("film " + seed, own, FRAMES_PER_SECOND));
        }
        return shown;
    }

    private static Backbone open(String family) {
        return openFolder(MODELS.resolve(family));
    }

    private static Backbone openFolder(Path model) {
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain"));
    }
}
