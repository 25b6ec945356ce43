// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.CheckpointBackbone;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.SplitProcessor;
import dev.pdrop.backbones.image.SplitProcessor.Split;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.vision.SiglipTower;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A SmolVLM or Idefics 3 checkpoint in memory. */
final class SmolVlmBackbone extends CheckpointBackbone {

    private static final int CHANNELS = 3;

    private final SmolVlmConfig config;
    private final SiglipTower tower;
    private final Tensor projection;
    private final SplitProcessor tiles;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param projection the matrix behind the tower, among the weights
     */
    SmolVlmBackbone(
            Opening opening,
            SmolVlmConfig config,
            Kernels kernels,
            Decoder decoder,
            SiglipTower tower,
            Tensor projection,
            SplitProcessor tiles,
            PromptWriter prompts) {
        super("smolvlm", opening, kernels, decoder, prompts);
        this.config = config;
        this.tower = tower;
        this.projection = projection;
        this.tiles = tiles;
    }

    @Override
    public Geometry geometry() {
        return config.geometry(tiles.largest().tiles());
    }

    @Override
    protected Prompt written(Conversation conversation) {
        return prompts()
                .write(
                        conversation,
                        place -> TileText.of(split(conversation.images().get(place)), config.tokens()),
                        place -> visualTokens(place, conversation.images().get(place)));
    }

    private Split split(Image image) {
        return tiles.split(image.width(), image.height());
    }

    /** The tiles from 1 on, row by row, and the whole picture, tile 0, last. */
    @Override
    protected List<VisualToken> visualTokens(int place, Image image) {
        List<VisualToken> tokens = new ArrayList<>();
        int count = split(image).tiles();
        for (int tile = 1; tile <= count; tile++) {
            for (int token = 0; token < config.tokens(); token++) {
                tokens.add(new VisualToken(place, tile % count, token / config.side(), token % config.side()));
            }
        }
        return tokens;
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        int side = config.side();
        if (token.tile() == 0) {
            return Optional.of(ImageRegion.whole().cell(token.row(), token.column(), side, side));
        }
        Split split = split(image);
        int tile = token.tile() - 1;
        return Optional.of(ImageRegion.whole()
                .cell(
                        tile / split.columns() * side + token.row(),
                        tile % split.columns() * side + token.column(),
                        split.rows() * side,
                        split.columns() * side));
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
        ImageFeatures encoded = new ImageFeatures(Set.of());
        try {
            given.stream().distinct().forEach(image -> encode(encoded, image));
            return encoded;
        } catch (RuntimeException | Error e) {
            encoded.close();
            throw e;
        }
    }

    private void encode(ImageFeatures encoded, Image image) {
        float[] values = tiles.pixels(image);
        int size = config.vision().imageSize();
        int count = values.length / (CHANNELS * size * size);
        VisionKernels vision = new VisionKernels(kernels());
        try (Tensor pixels = kernels().floats(values, count, CHANNELS, size, size);
                Tensor rows = tower.run(pixels);
                Tensor projected =
                        vision.shuffled(rows, projection, config.vision().side(), config.factor());
                Tensor joined = vision.flattened(projected)) {
            encoded.add(image, vision.eachImage(joined).get(0));
        }
    }
}
