// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.function.Function;

/** What enters the tower of a LLaVA-NeXT model. */
public final class LlavaNextPixels {

    private LlavaNextPixels() {}

    /** Pixels of a picture, for a model folder. */
    public static Function<Image, float[]> of(Path model) {
        LlavaNextConfig config = LlavaNextConfig.read(Settings.read(model.resolve("config.json")));
        TileProcessor tiles = TileProcessor.read(model, config.canvases(), config.tile());
        return tiles::pixels;
    }
}
