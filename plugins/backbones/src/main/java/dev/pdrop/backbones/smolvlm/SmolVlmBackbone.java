// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.smolvlm;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.family.TiledBackbone;
import dev.pdrop.backbones.image.SplitProcessor;
import dev.pdrop.backbones.image.SplitProcessor.Split;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.backbones.vision.SiglipTower;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A SmolVLM or Idefics 3 checkpoint in memory. */
final class SmolVlmBackbone extends TiledBackbone {

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
        super("smolvlm", opening, kernels, decoder, prompts, config.vision().imageSize());
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

    @Override
    protected float[] pixels(Image image) {
        return tiles.pixels(image);
    }

    @Override
    protected Tensor features(Image image, Tensor pixels) {
        VisionKernels vision = new VisionKernels(kernels());
        try (Tensor rows = tower.run(pixels);
                Tensor projected =
                        vision.shuffled(rows, projection, config.vision().side(), config.factor());
                Tensor joined = vision.flattened(projected)) {
            return vision.eachImage(joined).get(0);
        }
    }
}
