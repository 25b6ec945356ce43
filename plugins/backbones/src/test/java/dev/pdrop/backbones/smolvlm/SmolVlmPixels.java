// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.SplitProcessor;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;

/** What enters the tower of a SmolVLM model. */
public final class SmolVlmPixels {

    private SmolVlmPixels() {}

    /** Pixels of each picture of a conversation, for a model folder. */
    public static List<float[]> of(Path model, List<Image> images) {
        SmolVlmConfig config = SmolVlmConfig.read(Settings.read(model.resolve("config.json")));
        SplitProcessor tiles = SplitProcessor.read(model, config.vision().imageSize());
        return images.stream().map(tiles::pixels).toList();
    }
}
