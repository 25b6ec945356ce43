// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.engine.GreedyDecoding;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Prefill;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Reductions on every family against transformers, where nothing is removed but masked from the layer of a drop on:
 * what is kept at each stage, eight greedy tokens behind it, and logits, with one image, with two and with a video,
 * both position policies, grouped key heads and positions on three axes. {@code src/test/python/masked_cases.py} makes
 * the golden files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MaskedReference {

    private static final Set<String> VIDEO_FAMILIES = Set.of("llava_onevision", "qwen2_vl", "qwen2_5_vl");
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private final Checkpoints checkpoints;
    private final double tolerance;

    /**
     * On a device.
     *
     * @param device as in a configuration
     * @param tolerance of logits, as a share of the largest
     */
    MaskedReference(String device, double tolerance) {
        this.checkpoints = new Checkpoints(device);
        this.tolerance = tolerance;
    }

    /** Looks at nothing, as random dropping does; of two images nothing is left of the second. */
    private static final class FirstThird implements TokenRanker {

        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            int[] kept = IntStream.range(0, (context.visualTokens() + 2) / 3).toArray();
            return new Ranking.Selection(new int[][] {kept});
        }

        @Override
        public boolean looksAtText() {
            return false;
        }

        @Override
        public boolean givesScores() {
            return false;
        }
    }

    @TestFactory
    Stream<DynamicTest> removingIsMasking() throws IOException {
        try (Stream<Path> families = Files.list(RESOURCES.resolve("masked"))) {
            return families.sorted().toList().stream().flatMap(this::cases);
        }
    }

    @Test
    void everyFamilyHasItsCases() throws IOException {
        for (String family :
                List.of("llava_gqa", "llava_next", "llava_onevision", "smolvlm", "qwen2_vl", "qwen2_5_vl")) {
            assertThat(cases(RESOURCES.resolve("masked").resolve(family)))
                    .as(family)
                    .hasSize(VIDEO_FAMILIES.contains(family) ? 18 : 12);
        }
    }

    @AfterAll
    void close() {
        checkpoints.close();
    }

    private Stream<DynamicTest> cases(Path family) {
        try {
            return JsonParser.parseString(Files.readString(family.resolve("cases.json")))
                    .getAsJsonArray()
                    .asList()
                    .stream()
                    .map(JsonElement::getAsJsonObject)
                    .map(golden -> DynamicTest.dynamicTest(
                            family.getFileName() + ": " + golden.get("name").getAsString(),
                            () -> assertAgrees(family, golden)));
        } catch (IOException e) {
            throw new AssertionError(family + " has no cases", e);
        }
    }

    private void assertAgrees(Path family, JsonObject golden) throws IOException {
        Backbone backbone = checkpoints.backbone(
                RESOURCES.resolve("parity").resolve("models").resolve(family.getFileName()));
        List<Image> images = golden.has("video")
                ? List.of(video(golden.getAsJsonObject("video")))
                : golden.getAsJsonArray("images").asList().stream()
                        .map(name -> picture(name.getAsString()))
                        .toList();
        Prompt prompt = backbone.prompt(Conversation.raw(golden.get("prompt").getAsString(), images));
        assertThat(Arrays.stream(prompt.ids()).boxed().toList())
                .as("token ids")
                .isEqualTo(ParityCase.integers(golden.get("ids")));
        String name = golden.get("name").getAsString();
        try (VisualFeatures features = backbone.encode(prompt.images(), Set.of());
                Prefill prefill = Prefill.run(
                        backbone,
                        method(golden.getAsJsonObject("method")),
                        List.of(prompt),
                        features,
                        new Seeds(0, name, 0),
                        List.of(name))) {
            assertThat(prefill.stages(0).stream()
                            .map(stage -> Arrays.stream(stage.kept()).boxed().toList()))
                    .as("kept at each stage")
                    .isEqualTo(golden.getAsJsonArray("stages").asList().stream()
                            .map(ParityCase::integers)
                            .toList());
            assertAnswers(
                    backbone,
                    prefill,
                    ParityCase.integers(golden.get("tokens")),
                    Tensors.read(family.resolve("logits.safetensors")).floats(name));
        }
    }

    private static Image picture(String name) {
        return Image.read(RESOURCES.resolve("parity").resolve("images").resolve(name));
    }

    /** Square pieces of a picture. */
    private static Image video(JsonObject frames) {
        Image whole = picture(frames.get("image").getAsString());
        List<Image> pieces = ParityCase.integers(frames.get("left")).stream()
                .map(left -> piece(
                        whole,
                        left,
                        frames.get("top").getAsInt(),
                        frames.get("side").getAsInt()))
                .toList();
        return Image.video("pieces", pieces, frames.get("fps").getAsDouble());
    }

    private static Image piece(Image whole, int left, int top, int side) {
        byte[] from = whole.rgb();
        byte[] rgb = new byte[3 * side * side];
        for (int row = 0; row < side; row++) {
            System.arraycopy(from, 3 * ((top + row) * whole.width() + left), rgb, 3 * row * side, 3 * side);
        }
        return Image.of("piece at " + left, side, side, rgb);
    }

    private void assertAnswers(Backbone backbone, Prefill prefill, List<Integer> tokens, float[] logits) {
        List<float[]> rows = new ArrayList<>();
        GreedyDecoding.Written written = new GreedyDecoding(backbone, tokens.size())
                .write(prefill.state(), (Logits step) -> rows.add(step.row(0)))
                .get(0);
        int width = logits.length / tokens.size();
        for (int step = 0; step < rows.size(); step++) {
            assertClose(rows.get(step), Arrays.copyOfRange(logits, step * width, (step + 1) * width));
        }
        assertThat(written.tokens()).as("greedy tokens").isEqualTo(tokens);
    }

    private void assertClose(float[] actual, float[] expected) {
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        assertThat(difference / magnitude).as("logits").isLessThan(tolerance);
    }

    private static Method method(JsonObject block) {
        if (!block.getAsJsonObject("ranker").get("use").getAsString().equals("first-third")) {
            return MethodBlock.method(block);
        }
        JsonObject schedule = block.deepCopy();
        schedule.remove("ranker");
        Method unranked = MethodBlock.method(schedule);
        return new Method(Optional.of(new FirstThird()), unranked.scheduler(), unranked.positions());
    }
}
