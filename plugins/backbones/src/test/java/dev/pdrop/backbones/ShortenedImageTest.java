// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.HuggingFaceBackboneFactory.Config;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said beforehand of a smaller picture is what it becomes, and fewer tokens than the usual one has. */
class ShortenedImageTest {

    /** The usual picture fills the largest canvas of these checkpoints, two tiles of 56 pixels each way. */
    @ParameterizedTest
    @CsvSource({
        "llava_next, 112, 0.5",
        "llava_next, 112, 0.3",
        "llava_onevision, 112, 0.5",
        "llava_onevision, 112, 0.25",
        "llava_onevision, 112, 0.8"
    })
    void becomesAsManyTokensAsWereSaid(String model, int usual, double scale) {
        Path folder = Path.of("../methods/src/test/resources/parity/models", model);
        Config config = new Config(folder, "cpu", NumberFormat.FLOAT32, "plain");
        HuggingFaceBackboneFactory factory = new HuggingFaceBackboneFactory();
        try (Backbone backbone = factory.create(config)) {
            assertThat(tokens(backbone, usual))
                    .as("the usual picture")
                    .isEqualTo(factory.geometry(config).vision().visualTokens());
            assertThat(factory.visualTokens(config, scale)).hasValue(tokens(backbone, (int) Math.round(usual * scale)));
        }
    }

    private static int tokens(Backbone backbone, int side) {
        Image image = Image.of("square", side, side, new byte[3 * side * side]);
        return backbone.prompt(Conversation.raw("<image> x", List.of(image)))
                .visualTokens()
                .size();
    }
}
