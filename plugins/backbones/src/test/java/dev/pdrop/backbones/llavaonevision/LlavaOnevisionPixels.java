// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.backbones.HuggingFaceBackboneFactory;
import dev.pdrop.backbones.kernels.NumberFormat;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;

/** What enters the tower of a LLaVA-OneVision model. */
public final class LlavaOnevisionPixels {

    private LlavaOnevisionPixels() {}

    /** Pixels of each picture of a conversation, for a model folder. */
    public static List<float[]> of(Path model, List<Image> images) {
        String text = "<image>".repeat(images.size());
        try (LlavaOnevisionBackbone backbone = (LlavaOnevisionBackbone) new HuggingFaceBackboneFactory()
                .create(new HuggingFaceBackboneFactory.Config(model, "cpu", NumberFormat.FLOAT32, "plain"))) {
            return backbone.prompt(Conversation.raw(text, images)).images().stream()
                    .map(backbone::pixels)
                    .toList();
        }
    }
}
