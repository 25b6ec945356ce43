// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A folder of recorded outputs of another implementation. */
final class ParityCase {

    /** The fixtures live with the methods; this is the one place that says so. */
    static final Path FIXTURES = Path.of("..", "methods", "src", "test", "resources", "parity");

    private final Path folder;
    private final JsonObject expected;

    ParityCase(String name) {
        this.folder = FIXTURES.resolve("cases").resolve(name);
        try {
            this.expected = JsonParser.parseString(Files.readString(folder.resolve("expected.json")))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path model() {
        return folder.resolve(expected.get("model").getAsString()).normalize();
    }

    JsonObject expected() {
        return expected;
    }

    int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(each -> each.getAsInt()).toArray();
    }

    List<Integer> greedyTokens() {
        return IntStream.of(ints(expected.getAsJsonArray("greedy_tokens")))
                .boxed()
                .toList();
    }

    float[] tensor(String name) {
        return stored(folder.resolve("expected.safetensors"), name).floats();
    }

    float[] pixels() {
        return stored(folder.resolve(expected.get("pixel_values").getAsString()), "pixel_values")
                .floats();
    }

    /** The prompt, with the given image in its span. */
    Prompt prompt(Image image) {
        int[] ids = stored(folder.resolve("inputs.safetensors"), "input_ids").ints();
        int start = expected.get("image_start").getAsInt();
        int count = expected.get("image_tokens").getAsInt();
        List<VisualToken> tokens = IntStream.range(0, count)
                .mapToObj(token -> new VisualToken(0, 0, token, 0))
                .toList();
        return new Prompt(ids, List.of(new ImageSpan(0, start, count)), tokens, List.of(image), List.of());
    }

    private static Stored stored(Path file, String name) {
        return Objects.requireNonNull(read(file).get(name), name);
    }

    static Map<String, Stored> read(Path file) {
        try {
            return Safetensors.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
