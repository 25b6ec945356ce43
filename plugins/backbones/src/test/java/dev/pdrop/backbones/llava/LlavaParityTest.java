// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualFeatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlavaParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"vanilla_llava_a", "vanilla_llava_gqa"})
    void agreesWithTransformers(String name) {
        ParityCase parity = new ParityCase(name);
        assertAgrees(parity, parity.model());
    }

    @Test
    void readsTheNamesAndDefaultsOfTransformers4(@TempDir Path folder) throws IOException {
        ParityCase parity = new ParityCase("vanilla_llava_gqa");
        Path layout = ParityCase.FIXTURES.resolve("layouts").resolve("llava_gqa_4.37.2");
        copy(parity.model(), folder, "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json");
        copy(layout, folder, "config.json");
        JsonObject names = JsonParser.parseString(Files.readString(layout.resolve("weight_names.json")))
                .getAsJsonObject()
                .getAsJsonObject("transformers_5.23_to_4.37.2");
        Map<String, Stored> renamed = new LinkedHashMap<>();
        Map<String, Stored> weights = ParityCase.read(parity.model().resolve("model.safetensors"));
        for (Map.Entry<String, JsonElement> name : names.entrySet()) {
            renamed.put(name.getValue().getAsString(), Objects.requireNonNull(weights.get(name.getKey())));
        }
        assertThat(renamed).hasSameSizeAs(weights);
        Safetensors.write(folder.resolve("model.safetensors"), renamed);

        assertAgrees(parity, folder);
    }

    @Test
    void readsTheNamesThatModulesHaveInMemory(@TempDir Path folder) throws IOException {
        ParityCase parity = new ParityCase("vanilla_llava_a");
        copy(
                parity.model(),
                folder,
                "config.json",
                "tokenizer.json",
                "tokenizer_config.json",
                "preprocessor_config.json");
        Map<String, Stored> renamed = new LinkedHashMap<>();
        ParityCase.read(parity.model().resolve("model.safetensors")).forEach((name, stored) -> {
            String inner = name.replace("language_model.model.", "language_model.");
            renamed.put(name.contains("lm_head") ? "lm_head.weight" : "model." + inner, stored);
        });
        Safetensors.write(folder.resolve("model.safetensors"), renamed);

        assertAgrees(parity, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdrop_8l_lambda05", "pdrop_gqa_ref"})
    void agreesWithPyramidDropGivenItsChoices(String name) {
        ParityCase parity = new ParityCase(name);
        Image image = Models.image("picture");
        try (LlavaBackbone backbone = Models.open(parity.model());
                VisualFeatures features = Models.features(backbone, image, parity.pixels())) {
            DecoderState state = backbone.embed(List.of(parity.prompt(image)), features);
            for (JsonElement stage : parity.expected().getAsJsonArray("stages")) {
                JsonObject fields = stage.getAsJsonObject();
                int layer = fields.get("rank_layer").getAsInt();
                state = closing(state, backbone.advance(state, layer, Set.of()));
                int[] kept = parity.ints(fields.getAsJsonArray("kept"));
                Retention retention = new Retention(new int[][] {places(state.visualIndices(0), kept)});
                state = closing(state, backbone.retain(state, retention, PositionPolicy.CONTIGUOUS));
                assertThat(state.positions(0)).isEqualTo(parity.ints(fields.getAsJsonArray("position_ids_after")));
            }
            state = closing(state, backbone.advance(state, backbone.geometry().layers(), Set.of()));
            int[] lengths = parity.ints(parity.expected().getAsJsonArray("sequence_length_per_layer"));
            for (int layer = 0; layer < lengths.length; layer++) {
                assertThat(state.keyValueTokens(layer)).isEqualTo(lengths[layer]);
            }
            assertGenerates(parity, backbone, state);
        }
    }

    private static int[] places(int[] indices, int[] kept) {
        return Arrays.stream(kept)
                .map(index -> Arrays.binarySearch(indices, index))
                .toArray();
    }

    private static DecoderState closing(DecoderState old, DecoderState replacement) {
        old.close();
        return replacement;
    }

    private static void assertAgrees(ParityCase parity, Path folder) {
        Image image = Models.image("picture");
        try (LlavaBackbone backbone = Models.open(folder);
                VisualFeatures features = Models.features(backbone, image, parity.pixels());
                DecoderState start = backbone.embed(List.of(parity.prompt(image)), features)) {
            Closeness.assertClose(features.of(image).toFloatArray(), parity.tensor("image_features"), 1e-5);
            assertGenerates(
                    parity,
                    backbone,
                    backbone.advance(start, backbone.geometry().layers(), Set.of()));
        }
    }

    private static void assertGenerates(ParityCase parity, LlavaBackbone backbone, DecoderState state) {
        List<Integer> tokens = parity.greedyTokens();
        Models.Generated generated = Models.generate(backbone, state, tokens.size());
        float[] expected = parity.tensor("decode_logits");
        int vocabulary = backbone.geometry().vocabularySize();
        for (int step = 0; step < tokens.size(); step++) {
            float[] row = Arrays.copyOfRange(expected, step * vocabulary, (step + 1) * vocabulary);
            Closeness.assertClose(generated.logits().get(step), row, 1e-5);
        }
        assertThat(generated.tokens()).isEqualTo(tokens);
    }

    private static void copy(Path from, Path to, String... files) throws IOException {
        for (String file : files) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }
}
