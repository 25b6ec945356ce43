// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.HuggingFaceBackboneFactory.Config;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON files of a checkpoint, broken: each is read or refused with its name. */
final class ModelConfigFuzzTest {

    private static final Path MODELS = Path.of("..", "methods", "src", "test", "resources", "parity", "models");

    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "null",
            "true",
            "0",
            "-1",
            "7",
            "2.5",
            "1e99",
            "1e999999999",
            "NaN",
            "2147483647",
            "99999999999999999999",
            "[[[[",
            "{\"a\":",
            "\"num_hidden_layers\"",
            "\"patch_size\"");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llava_gqa", "qwen2_vl", "qwen2_5_vl"})
    void everyBrokenDescriptionIsReadOrRefused(String model) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), text(model, "preprocessor_config.json"));
        HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();
        Config config = new Config(folder, "cpu", NumberFormat.FLOAT32, "auto");

        Fuzz.Outcome outcome = Fuzz.ofTexts("config-json", List.of(text(model, "config.json")), WORDS)
                .feed(500, input -> {
                    Files.write(folder.resolve("config.json"), input);
                    assertThat(factory.geometry(config).layers()).isPositive();
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    @Test
    void everyBrokenPreprocessorIsReadOrRefused() throws IOException {
        Fuzz.Outcome outcome = Fuzz.ofTexts(
                        "preprocessor", List.of(text("llava_gqa", "preprocessor_config.json")), WORDS)
                .feed(500, input -> {
                    Files.write(folder.resolve("preprocessor_config.json"), input);
                    assertThat(ImageProcessor.read(folder).width()).isPositive();
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2_vl", "qwen2_5_vl"})
    void everyBrokenPreprocessorOfPatchesIsReadOrRefused(String model) throws IOException {
        Files.writeString(folder.resolve("config.json"), text(model, "config.json"));
        HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();
        Config config = new Config(folder, "cpu", NumberFormat.FLOAT32, "auto");

        Fuzz.Outcome outcome = Fuzz.ofTexts("patches", List.of(text(model, "preprocessor_config.json")), WORDS)
                .feed(500, input -> {
                    Files.write(folder.resolve("preprocessor_config.json"), input);
                    assertThat(factory.geometry(config).vision().visualTokens()).isPositive();
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    private static String text(String model, String name) throws IOException {
        return Files.readString(MODELS.resolve(model).resolve(name));
    }
}
