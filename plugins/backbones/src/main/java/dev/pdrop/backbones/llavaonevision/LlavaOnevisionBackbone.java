// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llavaonevision;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.family.TileFeatures;
import dev.pdrop.backbones.family.TiledBackbone;
import dev.pdrop.backbones.image.TileProcessor;
import dev.pdrop.backbones.image.TokenLayout;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.vision.Projector;
import dev.pdrop.backbones.vision.SiglipTower;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.VisualToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A LLaVA-OneVision checkpoint in memory. */
final class LlavaOnevisionBackbone extends TiledBackbone {

    private final LlavaOnevisionConfig config;
    private final SiglipTower tower;
    private final Projector projector;
    private final TileFeatures features;
    private final TileProcessor tiles;
    private final Squares squares;
    private final Path folder;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param newline the feature behind each row, among the weights
     */
    LlavaOnevisionBackbone(
            Opening opening,
            LlavaOnevisionConfig config,
            Kernels kernels,
            Decoder decoder,
            SiglipTower tower,
            Projector projector,
            Tensor newline,
            TileProcessor tiles,
            PromptWriter prompts) {
        super(
                "llava_onevision",
                opening,
                kernels,
                decoder,
                prompts,
                config.vision().imageSize());
        this.config = config;
        this.tower = tower;
        this.projector = projector;
        this.features = new TileFeatures(kernels, newline);
        this.tiles = tiles;
        this.squares = new Squares(tiles);
        this.folder = opening.folder();
    }

    @Override
    public Geometry geometry() {
        return config.geometry();
    }

    @Override
    protected boolean seesVideos() {
        return true;
    }

    /**
     * Several pictures in one conversation are seen in one tile each, on a square; videos do not count.
     *
     * @throws dev.pdrop.spi.InvalidModelException if there is a video, and the folder has it prepared otherwise than
     *     pictures
     */
    @Override
    protected Conversation prepared(Conversation conversation) {
        if (conversation.images().stream().anyMatch(Image::isVideo)) {
            tiles.requireSameForVideos(folder);
        }
        long pictures =
                conversation.images().stream().filter(image -> !image.isVideo()).count();
        return pictures < 2
                ? conversation
                : new Conversation(
                        conversation.turns(),
                        conversation.images().stream()
                                .map(image -> image.isVideo() ? image : squares.of(image))
                                .toList(),
                        conversation.form());
    }

    @Override
    protected List<VisualToken> visualTokens(int place, Image image) {
        return image.isVideo() ? video(image).tokens(place) : layout(image).tokens(place);
    }

    private VideoLayout video(Image video) {
        return VideoLayout.of(video, config.vision().side());
    }

    private TokenLayout layout(Image image) {
        int side = config.vision().side();
        return squares.holds(image)
                ? TokenLayout.overview(side)
                : TokenLayout.of(tiles.layout(image.width(), image.height()), side, config.mostTiles());
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        return image.isVideo() ? video(image).region(token) : layout(image).region(token);
    }

    @Override
    protected float[] pixels(Image image) {
        return squares.holds(image) ? tiles.onePixels(image) : tiles.pixels(image);
    }

    @Override
    protected Tensor features(Image image, Tensor pixels) {
        try (Tensor rows = tower.run(pixels);
                Tensor projected = projector.run(rows)) {
            return features.inOrder(projected, layout(image));
        }
    }

    /* Frame after frame, so that memory does not grow with their number as long as they are pixels. */
    @Override
    protected Tensor videoFeatures(Image video) {
        List<Tensor> frames = new ArrayList<>();
        try {
            for (Image frame : video.frames()) {
                try (Tensor pixels = tiles(tiles.onePixels(frame));
                        Tensor rows = tower.run(pixels);
                        Tensor projected = projector.run(rows)) {
                    boolean last = frames.size() == video.frames().size() - 1;
                    frames.add(features.ofFrame(
                            projected, config.vision().side(), video(video).side(), last));
                }
            }
            return new RowKernels(kernels()).behindEachOther(frames);
        } finally {
            frames.forEach(Tensor::close);
        }
    }
}
