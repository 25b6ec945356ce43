// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;

/** What enters the tower of a LLaVA-NeXT model. */
public final class LlavaNextPixels {

    private LlavaNextPixels() {}

    /** Pixels of each picture of a conversation, for a model folder. */
    public static List<float[]> of(Path model, List<Image> images) {
        LlavaNextConfig config = LlavaNextConfig.read(Settings.read(model.resolve("config.json")));
        TileProcessor tiles = TileProcessor.read(model, config.canvases(), config.tile());
        return images.stream().map(tiles::pixels).toList();
    }
}
