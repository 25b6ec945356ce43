// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.family;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.VisualFeatures;
import java.util.List;
import java.util.Set;

/** A checkpoint whose tower sees an image in several tiles. */
public abstract class TiledBackbone extends CheckpointBackbone {

    private static final int CHANNELS = 3;

    private final int tile;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param family its family's name
     * @param tile pixels of each side of a tile
     */
    protected TiledBackbone(
            String family, Opening opening, Kernels kernels, Decoder decoder, PromptWriter prompts, int tile) {
        super(family, opening, kernels, decoder, prompts);
        this.tile = tile;
    }

    /**
     * What enters the tower.
     *
     * @shape (tiles, 3, tile, tile) float32
     * @throws dev.pdrop.spi.InvalidImageException if the image cannot be used by this model
     */
    protected abstract float[] pixels(Image image);

    /**
     * What leaves the projector, in the order of {@link #visualTokens}.
     *
     * @param pixels (tiles, 3, tile, tile), borrowed
     * @return (visual tokens, hidden size), the caller's
     */
    protected abstract Tensor features(Image image, Tensor pixels);

    /**
     * One image at a time, all its tiles together.
     *
     * @throws InvalidMethodException if something is to be captured: a value of several tiles is none of one image
     */
    @Override
    public final VisualFeatures encode(List<Image> given, Set<Capture> captures) {
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
        encoded.add(image, image.isVideo() ? videoFeatures(image) : pictureFeatures(image));
    }

    private Tensor pictureFeatures(Image image) {
        try (Tensor pixels = tiles(pixels(image))) {
            return features(image, pixels);
        }
    }

    /**
     * What leaves the projector of a video, in the order of {@link #visualTokens}; the default is for families that see
     * none.
     *
     * @return (visual tokens, hidden size), the caller's
     */
    protected Tensor videoFeatures(Image video) {
        throw new IllegalArgumentException("no prompt is about the video " + video);
    }

    /** Pixels of whole tiles on the device: (tiles, 3, tile, tile), the caller's. */
    protected final Tensor tiles(float[] pixels) {
        return kernels().floats(pixels, pixels.length / (CHANNELS * tile * tile), CHANNELS, tile, tile);
    }
}
