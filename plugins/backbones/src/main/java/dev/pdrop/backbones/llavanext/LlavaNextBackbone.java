// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.family.TileFeatures;
import dev.pdrop.backbones.family.TiledBackbone;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.llava.LlavaModel;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.VisualToken;
import java.util.List;
import java.util.Optional;

/** A LLaVA-NeXT checkpoint in memory. */
final class LlavaNextBackbone extends TiledBackbone {

    private final LlavaNextConfig config;
    private final LlavaModel model;
    private final TileFeatures features;
    private final TileProcessor tiles;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param newline the feature behind each row, among the weights
     */
    LlavaNextBackbone(
            Opening opening,
            LlavaNextConfig config,
            Kernels kernels,
            LlavaModel model,
            Tensor newline,
            TileProcessor tiles,
            PromptWriter prompts) {
        super("llava_next", opening, kernels, model.decoder(), prompts, config.tile());
        this.config = config;
        this.model = model;
        this.features = new TileFeatures(kernels, newline);
        this.tiles = tiles;
    }

    @Override
    public Geometry geometry() {
        return config.geometry();
    }

    @Override
    protected List<VisualToken> visualTokens(int place, Image image) {
        return layout(image).tokens(place);
    }

    private TokenLayout layout(Image image) {
        return TokenLayout.of(tiles.layout(image.width(), image.height()), config.side());
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        return layout(image).region(token);
    }

    @Override
    protected float[] pixels(Image image) {
        return tiles.pixels(image);
    }

    @Override
    protected Tensor features(Image image, Tensor pixels) {
        try (Tensor rows = model.tower().run(pixels);
                Tensor projected = model.projector().run(rows)) {
            return features.inOrder(projected, layout(image));
        }
    }
}
