// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.image.PatchGrid;
import dev.pdrop.backbones.image.PatchProcessor;
import dev.pdrop.spi.Image;
import java.nio.file.Path;
import java.util.List;

/** What enters the tower of a Qwen2-VL or Qwen2.5-VL model. */
public final class QwenVlPixels {

    private QwenVlPixels() {}

    /** Pixels of each picture of a conversation, for a model folder. */
    public static List<float[]> of(Path model, List<Image> images) {
        PatchProcessor patches = processor(model);
        return images.stream().map(patches::pixels).toList();
    }

    /** Frames, rows and columns of patches of each picture. */
    public static List<List<Integer>> grids(Path model, List<Image> images) {
        PatchProcessor patches = processor(model);
        return images.stream().map(patches::grid).map(QwenVlPixels::grid).toList();
    }

    private static List<Integer> grid(PatchGrid grid) {
        return List.of(1, grid.rows() * grid.side(), grid.columns() * grid.side());
    }

    private static PatchProcessor processor(Path model) {
        Settings config = Settings.read(model.resolve("config.json"));
        String type = config.string("model_type").orElseThrow();
        return PatchProcessor.read(
                model, QwenVlConfig.read(config, type).vision().patch());
    }
}
