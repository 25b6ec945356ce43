// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tiny checkpoint as deep as the embedded one, for experiments that drop before its layers: the decoder's layers come
 * again and again, and pictures become about as many visual tokens as budgets ask for.
 */
final class DeepCheckpoint {

    private static final Path MODELS = Path.of("../plugins/methods/src/test/resources/parity/models");
    private static final int LAYERS = 12;
    private static final Pattern LAYER = Pattern.compile("(.*\\.layers\\.)(\\d+)(\\..*)");

    /** What is written in preprocessor_config.json, and what stands there instead. */
    private static final Map<String, Map<String, String>> LARGER_PICTURES = Map.of(
            "smolvlm", Map.of("\"longest_edge\": 112", "\"longest_edge\": 224"),
            "qwen2_vl",
                    Map.of(
                            "\"min_pixels\": 3136",
                            "\"min_pixels\": 50176",
                            "\"max_pixels\": 18816",
                            "\"max_pixels\": 78400"),
            "qwen2_5_vl",
                    Map.of(
                            "\"shortest_edge\": 3136",
                            "\"shortest_edge\": 50176",
                            "\"longest_edge\": 12544",
                            "\"longest_edge\": 78400"));

    private DeepCheckpoint() {}

    /**
     * Writes one.
     *
     * @param model which tiny checkpoint
     * @param folder that does not exist yet
     */
    static Path write(String model, Path folder) throws IOException {
        Files.createDirectory(folder);
        try (Stream<Path> files = Files.list(MODELS.resolve(model))) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(file.getFileName());
                switch (file.getFileName().toString()) {
                    case "config.json" -> Files.writeString(copy, deep(Files.readString(file)));
                    case "preprocessor_config.json" -> Files.writeString(copy, larger(model, Files.readString(file)));
                    case "model.safetensors" -> Files.write(copy, deep(Files.readAllBytes(file)));
                    default -> Files.copy(file, copy);
                }
            }
        }
        return folder;
    }

    private static String deep(String config) {
        JsonObject root = JsonParser.parseString(config).getAsJsonObject();
        JsonObject text = root.has("text_config") ? root.getAsJsonObject("text_config") : root;
        text.addProperty("num_hidden_layers", LAYERS);
        if (text.has("layer_types")) {
            JsonArray types = new JsonArray();
            for (int layer = 0; layer < LAYERS; layer++) {
                types.add("full_attention");
            }
            text.add("layer_types", types);
        }
        return root.toString();
    }

    private static String larger(String model, String preprocessor) {
        String larger = preprocessor;
        for (Map.Entry<String, String> change :
                LARGER_PICTURES.getOrDefault(model, Map.of()).entrySet()) {
            larger = larger.replace(change.getKey(), change.getValue());
        }
        return larger;
    }

    private static byte[] deep(byte[] safetensors) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong());
        JsonObject tensors = JsonParser.parseString(new String(safetensors, Long.BYTES, header, StandardCharsets.UTF_8))
                .getAsJsonObject();
        tensors.remove("__metadata__");
        int own = 1
                + tensors.keySet().stream()
                        .map(DeepCheckpoint::layer)
                        .filter(Matcher::matches)
                        .mapToInt(name -> Integer.parseInt(name.group(2)))
                        .max()
                        .orElseThrow();
        JsonObject all = new JsonObject();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String name : tensors.keySet()) {
            JsonObject tensor = tensors.getAsJsonObject(name);
            List<Integer> offsets = tensor.getAsJsonArray("data_offsets").asList().stream()
                    .map(offset -> Long.BYTES + header + offset.getAsInt())
                    .toList();
            for (String copied : copies(name, own)) {
                JsonObject copy = tensor.deepCopy();
                JsonArray place = new JsonArray();
                place.add(data.size());
                data.write(Arrays.copyOfRange(safetensors, offsets.get(0), offsets.get(1)));
                place.add(data.size());
                copy.add("data_offsets", place);
                all.add(copied, copy);
            }
        }
        byte[] json = all.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole =
                ByteBuffer.allocate(Long.BYTES + json.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        return whole.putLong(json.length).put(json).put(data.toByteArray()).array();
    }

    /** The names under which a tensor stands in the deep checkpoint. */
    private static List<String> copies(String name, int own) {
        Matcher layer = layer(name);
        if (!layer.matches()) {
            return List.of(name);
        }
        return Stream.iterate(Integer.parseInt(layer.group(2)), number -> number < LAYERS, number -> number + own)
                .map(number -> layer.group(1) + number + layer.group(3))
                .toList();
    }

    /** Matches the decoder's layers alone; towers have other names. */
    private static Matcher layer(String name) {
        return LAYER.matcher(name.contains("vis") ? "" : name);
    }
}
