// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.CheckpointBackbone;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.family.TileFeatures;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.llava.LlavaModel;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A LLaVA-NeXT checkpoint in memory. */
final class LlavaNextBackbone extends CheckpointBackbone {

    private static final int CHANNELS = 3;

    private final LlavaNextConfig config;
    private final LlavaModel model;
    private final Tensor newline;
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
        super("llava_next", opening, kernels, model.decoder(), prompts);
        this.config = config;
        this.model = model;
        this.newline = newline;
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

    /** One image at a time, all its tiles together. */
    @Override
    public VisualFeatures encode(List<Image> given, Set<Capture> captures) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("at least one image is encoded");
        }
        if (!captures.isEmpty()) {
            throw new InvalidMethodException("expected a ranker that looks at the decoder for a model that cuts images"
                    + " into tiles, found one that looks at " + captures + ": choose another ranker");
        }
        ImageFeatures features = new ImageFeatures(Set.of());
        try {
            given.stream().distinct().forEach(image -> encode(features, image));
            return features;
        } catch (RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    private void encode(ImageFeatures features, Image image) {
        float[] values = tiles.pixels(image);
        int size = config.tile();
        int count = values.length / (CHANNELS * size * size);
        try (Tensor pixels = kernels().floats(values, count, CHANNELS, size, size);
                Tensor rows = model.tower().run(pixels);
                Tensor projected = model.projector().run(rows)) {
            features.add(image, new TileFeatures(kernels(), newline).inOrder(projected, layout(image)));
        }
    }
}
