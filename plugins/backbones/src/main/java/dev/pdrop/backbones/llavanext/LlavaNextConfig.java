// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.Settings;
import dev.pdrop.backbones.family.Tiled;
import dev.pdrop.backbones.image.Resolution;
import dev.pdrop.backbones.image.TileLayout;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.llava.LlavaConfig;
import dev.pdrop.spi.Geometry;
import java.util.Comparator;
import java.util.List;

/**
 * The description of a LLaVA-NeXT model.
 *
 * @param networks what it has in common with LLaVA 1.5
 * @param canvases what pictures are laid out on, at least one, each a multiple of a tile
 */
record LlavaNextConfig(LlavaConfig networks, List<Resolution> canvases) {

    private static final String CANVASES = "image_grid_pinpoints";

    /* Of transformers, for configurations without the key. */
    private static final List<List<Integer>> USUAL_CANVASES =
            List.of(List.of(336, 672), List.of(672, 336), List.of(672, 672), List.of(1008, 336), List.of(336, 1008));

    /**
     * Reads {@code config.json}.
     *
     * @throws dev.pdrop.spi.InvalidModelException if it describes something unsupported
     */
    static LlavaNextConfig read(Settings config) {
        config.choice("vision_feature_select_strategy", "default", List.of("default"));
        LlavaConfig networks = LlavaConfig.read(config);
        List<List<Integer>> listed = config.has(CANVASES) ? config.sizeLists(CANVASES) : USUAL_CANVASES;
        List<Resolution> canvases = TileProcessor.resolutions(listed);
        int tile = networks.vision().imageSize();
        boolean whole = canvases.stream().allMatch(canvas -> canvas.height() % tile == 0 && canvas.width() % tile == 0);
        if (canvases.isEmpty() || !whole) {
            throw config.wrong(CANVASES, "heights and widths that are multiples of the tower's " + tile + " pixels,");
        }
        return new LlavaNextConfig(networks, canvases);
    }

    /** Pixels of each side of a tile. */
    int tile() {
        return networks.vision().imageSize();
    }

    /** Tokens along each side of a tile. */
    int side() {
        return networks.vision().side();
    }

    /** Whether two canvases become different numbers of tokens. */
    boolean hasSeveralResolutions() {
        return canvases.stream()
                        .mapToLong(canvas -> (long) canvas.height() * canvas.width())
                        .distinct()
                        .count()
                > 1;
    }

    /** The sizes that planning and costs need; the usual image is one that fills the largest canvas. */
    Geometry geometry() {
        Resolution largest = largest();
        int tiles = 1 + largest.height() / tile() * (largest.width() / tile());
        int visualTokens = TokenLayout.of(new TileLayout(largest.width(), largest.height(), largest, tile()), side())
                .size();
        return Tiled.of(networks.geometry(), tiles, visualTokens);
    }

    private Resolution largest() {
        return canvases.stream()
                .max(Comparator.comparingLong(canvas -> (long) canvas.height() * canvas.width()))
                .orElseThrow();
    }

    /**
     * Visual tokens of the usual image when it is shortened.
     *
     * @param scale share of each side, above 0 and below 1
     */
    int visualTokens(double scale) {
        int width = Tiled.shortened(largest().width(), scale);
        int height = Tiled.shortened(largest().height(), scale);
        return TokenLayout.of(TileLayout.of(width, height, canvases, tile()), side())
                .size();
    }
}
