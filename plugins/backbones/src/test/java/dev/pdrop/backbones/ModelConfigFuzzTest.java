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

/** The JSON files of a checkpoint, broken: each is read or refused with its name. */
final class ModelConfigFuzzTest {

    private static final Path MODEL =
            Path.of("..", "methods", "src", "test", "resources", "parity", "models", "llava_gqa");

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

    @Test
    void everyBrokenDescriptionIsReadOrRefused() throws IOException {
        HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();
        Config config = new Config(folder, "cpu", NumberFormat.FLOAT32, "auto");

        Fuzz.Outcome outcome = Fuzz.ofTexts("config-json", List.of(text("config.json")), WORDS)
                .feed(500, input -> {
                    Files.write(folder.resolve("config.json"), input);
                    assertThat(factory.geometry(config).layers()).isPositive();
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    @Test
    void everyBrokenPreprocessorIsReadOrRefused() throws IOException {
        Fuzz.Outcome outcome = Fuzz.ofTexts("preprocessor", List.of(text("preprocessor_config.json")), WORDS)
                .feed(500, input -> {
                    Files.write(folder.resolve("preprocessor_config.json"), input);
                    assertThat(ImageProcessor.read(folder).width()).isPositive();
                });

        assertThat(outcome.taken()).isPositive().isLessThan(outcome.cases());
    }

    private static String text(String name) throws IOException {
        return Files.readString(MODEL.resolve(name));
    }
}
