// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.parity;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** One case folder: what an official implementation was given and what it gave. */
final class ParityCase {

    private final Path folder;
    private final JsonObject expected;

    private ParityCase(Path folder, JsonObject expected) {
        this.folder = folder;
        this.expected = expected;
    }

    static ParityCase read(Path folder) throws IOException {
        String json = Files.readString(folder.resolve("expected.json"));
        return new ParityCase(folder, JsonParser.parseString(json).getAsJsonObject());
    }

    String name() {
        return folder.getFileName().toString();
    }

    String kind() {
        return text("kind");
    }

    boolean has(String key) {
        return expected.has(key) && !expected.get(key).isJsonNull();
    }

    String text(String key) {
        return required(key).getAsString();
    }

    int integer(String key) {
        return required(key).getAsInt();
    }

    BigDecimal decimal(String key) {
        return required(key).getAsBigDecimal();
    }

    /** A path that stands relative to the case folder. */
    Path path(String key) {
        return path(required(key));
    }

    List<Integer> integers(String key) {
        return integers(required(key));
    }

    List<BigDecimal> decimals(String key) {
        return decimals(required(key));
    }

    List<List<Integer>> lists(String key) {
        return list(required(key), ParityCase::integers);
    }

    /** Lists of texts. */
    List<List<String>> texts(String key) {
        return list(required(key), each -> list(each, JsonElement::getAsString));
    }

    /** Numbers by name. */
    Map<String, Double> numbers(String key) {
        Map<String, Double> numbers = new TreeMap<>();
        object(key).asMap().forEach((name, number) -> numbers.put(name, number.getAsDouble()));
        return numbers;
    }

    JsonObject object(String key) {
        return required(key).getAsJsonObject();
    }

    /** The images of the prompt: {@code images} or the one {@code image}. */
    List<Path> images() {
        return has("images") ? list(required("images"), this::path) : List.of(path("image"));
    }

    /** The images that a case may have shown: its own, or, if it names none, all that were recorded. */
    List<Path> pictures() throws IOException {
        if (has("image") || has("images")) {
            return images();
        }
        try (Stream<Path> files = Files.list(folder.resolve("../../images").normalize())) {
            return files.sorted().toList();
        }
    }

    List<JsonObject> objects(String key) {
        return list(required(key), JsonElement::getAsJsonObject);
    }

    Optional<Double> tolerance(String key) {
        JsonObject tolerances = expected.getAsJsonObject("tolerances");
        return tolerances != null && tolerances.has(key)
                ? Optional.of(tolerances.get(key).getAsDouble())
                : Optional.empty();
    }

    Tensors outputs() throws IOException {
        return Tensors.read(folder.resolve("expected.safetensors"));
    }

    Tensors inputs() throws IOException {
        return Tensors.read(folder.resolve("inputs.safetensors"));
    }

    Path path(JsonElement relative) {
        return folder.resolve(relative.getAsString()).normalize();
    }

    static List<Integer> integers(JsonElement array) {
        return list(array, JsonElement::getAsInt);
    }

    static List<BigDecimal> decimals(JsonElement array) {
        return list(array, JsonElement::getAsBigDecimal);
    }

    private static <T> List<T> list(JsonElement array, Function<JsonElement, T> element) {
        List<T> values = new ArrayList<>();
        array.getAsJsonArray().forEach(each -> values.add(element.apply(each)));
        return values;
    }

    private JsonElement required(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException(folder + "/expected.json lacks " + key);
        }
        return expected.get(key);
    }
}
