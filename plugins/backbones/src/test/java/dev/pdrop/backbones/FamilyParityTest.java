// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.image.Noise;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.backbones.llavanext.LlavaNextPixels;
import dev.pdrop.backbones.llavaonevision.LlavaOnevisionPixels;
import dev.pdrop.backbones.qwenvl.QwenVlPixels;
import dev.pdrop.backbones.smolvlm.SmolVlmPixels;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every family against transformers 5.23.0 on pictures of several shapes: the processor's pixels to the bit, token ids,
 * greedy tokens, and logits within 1e-5 of their largest; where positions have several axes, those too.
 * {@code src/test/python/family_cases.py} makes the golden files. The table of results is printed and written to
 * {@code target/families.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FamilyParityTest {

    private static final double TOLERANCE = 1e-5;
    private static final Path MODELS = Path.of("..", "methods", "src", "test", "resources", "parity", "models");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "families");

    /** What enters the tower. */
    private interface Pixels {
        /** Pixels of each picture of one conversation. */
        List<float[]> of(Path model, List<Image> images);
    }

    /**
     * A family.
     *
     * @param model the folder of its checkpoint
     * @param changes of its config.json
     */
    private record Family(String model, Map<String, String> changes, Pixels pixels) {}

    private static final Map<String, Family> FAMILIES = Map.of(
            "llava_next", new Family("llava_next", Map.of(), LlavaNextPixels::of),
            "llava_onevision", new Family("llava_onevision", Map.of(), LlavaOnevisionPixels::of),
            "llava_onevision_max_1",
                    new Family(
                            "llava_onevision", Map.of("vision_aspect_ratio", "anyres_max_1"), LlavaOnevisionPixels::of),
            "smolvlm", new Family("smolvlm", Map.of(), SmolVlmPixels::of),
            "qwen2_vl", new Family("qwen2_vl", Map.of(), QwenVlPixels::of),
            "qwen2_5_vl", new Family("qwen2_5_vl", Map.of(), QwenVlPixels::of));

    @TempDir
    private Path folder = Path.of("");

    /** What was equal, by shape of the picture and family. */
    private final Map<String, Map<String, String>> table = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> agreesWithTransformers() {
        return FAMILIES.keySet().stream().sorted().flatMap(this::cases);
    }

    @AfterAll
    void publishTheTable() throws IOException {
        List<String> families = FAMILIES.keySet().stream().sorted().toList();
        StringBuilder markdown = new StringBuilder(row("picture", families));
        markdown.append(row("---", families.stream().map(family -> "---").toList()));
        table.forEach((shape, cells) -> markdown.append(row(
                shape,
                families.stream().map(family -> cells.getOrDefault(family, "-")).toList())));
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("families.md"), markdown);
        System.out.println("\n" + markdown);
    }

    private static String row(String first, List<String> cells) {
        return "| " + first + " | " + String.join(" | ", cells) + " |\n";
    }

    private Stream<DynamicTest> cases(String family) {
        return read(GOLDEN.resolve(family).resolve("cases.json")).asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(one -> DynamicTest.dynamicTest(
                        family + ": " + one.get("name").getAsString(), () -> assertAgrees(family, one)));
    }

    private void assertAgrees(String family, JsonObject golden) throws IOException {
        Map<String, String> shape = table.computeIfAbsent(golden.get("name").getAsString(), unused -> new HashMap<>());
        shape.put(family, "differs");
        Family own = Objects.requireNonNull(FAMILIES.get(family));
        Path model = changed(MODELS.resolve(own.model()), family, own.changes());
        List<Image> images = images(golden.getAsJsonArray("sizes"));
        assertThat(own.pixels().of(model, images).stream().map(FamilyParityTest::sha256))
                .as("pixels")
                .isEqualTo(golden.getAsJsonArray("pixels").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList());
        if (golden.has("grids")) {
            assertThat(QwenVlPixels.grids(model, images))
                    .as("frames, rows and columns of patches")
                    .isEqualTo(golden.getAsJsonArray("grids").asList().stream()
                            .map(grid -> Arrays.stream(ints(grid.getAsJsonArray()))
                                    .boxed()
                                    .toList())
                            .toList());
        }
        try (Backbone backbone = open(model)) {
            Prompt prompt =
                    backbone.prompt(Conversation.raw(golden.get("prompt").getAsString(), images));
            assertThat(prompt.ids()).as("token ids").isEqualTo(ints(golden.getAsJsonArray("ids")));
            String name = golden.get("name").getAsString().replace(' ', '_');
            Stored logits = Objects.requireNonNull(
                    Safetensors.read(GOLDEN.resolve(family).resolve("logits.safetensors"))
                            .get(name));
            try (VisualFeatures features =
                    images.isEmpty() ? backbone.noFeatures() : backbone.encode(prompt.images(), Set.of())) {
                DecoderState start = backbone.embed(List.of(prompt), features);
                if (golden.has("positions")) {
                    assertThat(start.positionAxes(0))
                            .as("positions by axis")
                            .isDeepEqualTo(golden.getAsJsonArray("positions").asList().stream()
                                    .map(axis -> ints(axis.getAsJsonArray()))
                                    .toArray(int[][]::new));
                    assertThat(start.nextPosition(0))
                            .isEqualTo(golden.get("next").getAsInt());
                }
                double difference =
                        assertGenerates(backbone, start, ints(golden.getAsJsonArray("tokens")), logits.floats());
                shape.put(family, equal(golden) + String.format(Locale.ROOT, ", logits to %.0e", difference));
            }
        }
    }

    private static String equal(JsonObject golden) {
        String pixels = golden.getAsJsonArray("pixels").isEmpty() ? "" : "pixels, ";
        String axes = golden.has("positions") ? "grids, positions, " : "";
        return pixels + axes + "ids, tokens";
    }

    /** A copy of a model folder with other values in its config.json. */
    private Path changed(Path model, String name, Map<String, String> changes) throws IOException {
        if (changes.isEmpty()) {
            return model;
        }
        Path copy = Files.createDirectories(folder.resolve(name));
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path config = copy.resolve("config.json");
        JsonObject content = JsonParser.parseString(Files.readString(config)).getAsJsonObject();
        changes.forEach(content::addProperty);
        // The copy may be as read-only as what it is of.
        Files.delete(config);
        Files.writeString(config, content.toString());
        return copy;
    }

    /** Gives the largest difference of logits, as a share of the largest one. */
    private static double assertGenerates(Backbone backbone, DecoderState start, int[] tokens, float[] logits) {
        int width = logits.length / tokens.length;
        List<Integer> said = new ArrayList<>();
        double difference = 0;
        DecoderState state =
                closing(start, backbone.advance(start, backbone.geometry().layers(), Set.of()));
        for (int step = 0; step < tokens.length; step++) {
            Logits next = backbone.logits(state);
            difference = Math.max(
                    difference, difference(next.row(0), Arrays.copyOfRange(logits, step * width, (step + 1) * width)));
            said.add(next.argmax(0));
            state = closing(state, backbone.append(state, List.of(new int[] {next.argmax(0)})));
        }
        state.close();
        assertThat(said)
                .as("greedy tokens")
                .containsExactly(Arrays.stream(tokens).boxed().toArray(Integer[]::new));
        assertThat(difference).as("logits").isLessThan(TOLERANCE);
        return difference;
    }

    /** The largest difference, as a share of the largest expected number. */
    static double difference(float[] actual, float[] expected) {
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        return difference / magnitude;
    }

    private static List<Image> images(JsonArray sizes) {
        return IntStream.range(0, sizes.size())
                .mapToObj(i -> Noise.picture(sizes.get(i), i + 1))
                .toList();
    }

    private static Backbone open(Path model) {
        return new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain"));
    }

    private static DecoderState closing(DecoderState old, DecoderState replacement) {
        old.close();
        return replacement;
    }

    static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }

    static JsonArray read(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
