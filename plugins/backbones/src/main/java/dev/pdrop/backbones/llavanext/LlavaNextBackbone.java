// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavanext;

import dev.pdrop.backbones.family.CheckpointBackbone;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.TileLayout;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
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

    /** The overview shows the whole picture, out of shape where it is no square. */
    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        int side = config.side();
        if (token.column() == VisualToken.SEPARATOR) {
            return Optional.empty();
        }
        if (token.tile() == 0) {
            return Optional.of(ImageRegion.whole().cell(token.row(), token.column(), side, side));
        }
        TileLayout layout = tiles.layout(image.width(), image.height());
        int tile = token.tile() - 1;
        return Optional.of(layout.shown()
                .cell(
                        tile / layout.columns() * side + token.row(),
                        tile % layout.columns() * side + token.column(),
                        layout.rows() * side,
                        layout.columns() * side));
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
            given.stream().distinct().forEach(image -> encode(features, image, tiles.pixels(image)));
            return features;
        } catch (RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    /** Adds an image by what enters the tower: (1 + tiles, channels, height, width). */
    void encode(ImageFeatures features, Image image, float[] values) {
        TokenLayout layout = layout(image);
        VisionKernels vision = new VisionKernels(kernels());
        int size = config.tile();
        int count = values.length / (CHANNELS * size * size);
        try (Tensor pixels = kernels().floats(values, count, CHANNELS, size, size);
                Tensor rows = model.tower().run(pixels);
                Tensor projected = model.projector().run(rows);
                Tensor joined = vision.joinedTiles(projected, newline);
                Tensor places = kernels().longs(layout.places(), 1, layout.size());
                Tensor packed = new RowKernels(kernels()).rows(joined, places)) {
            features.add(image, vision.eachImage(packed).get(0));
        }
    }
}
