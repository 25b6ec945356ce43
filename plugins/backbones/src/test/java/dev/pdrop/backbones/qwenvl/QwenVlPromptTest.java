// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Prompt;
import dev.pdrop.testing.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations as the chat template of a Qwen2-VL folder has them. */
class QwenVlPromptTest {

    private static final Path MODEL = Path.of("../methods/src/test/resources/parity/models/qwen2_vl");

    @TempDir
    private Path folder;

    @Test
    void theTemplateOfTheFolderSetsAnImageBetweenItsMarks() throws IOException {
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        String template = Files.readString(Path.of("src/test/resources/chat/qwen2-vl.jinja"));
        Files.writeString(folder.resolve("chat_template.jinja"), template.replace("<image>", "<|image_pad|>"));
        List<Image> images = List.of(Pictures.noise(1, 84, 56));
        try (Backbone backbone = new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(folder, "cpu", NumberFormat.FLOAT32, "auto"))) {
            assertThat(backbone.facts()).containsEntry("template", "chat").containsEntry("family", "qwen2_vl");
            Prompt asked = backbone.prompt(Conversation.question("<image> What is it?", images));
            Prompt typed = backbone.prompt(Conversation.raw(
                    "<|im_start|>system\nYou are helpful.<|im_end|>\n<|im_start|>user\n<|vision_start|><image>"
                            + "<|vision_end|>What is it?<|im_end|>\n<|im_start|>assistant\n",
                    images));
            assertThat(asked.ids()).isEqualTo(typed.ids());
            assertThat(asked.visualTokens()).hasSize(6);
        }
    }
}
