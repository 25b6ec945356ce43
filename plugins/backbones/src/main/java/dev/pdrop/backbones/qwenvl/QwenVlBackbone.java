// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.decoder.Decoder;
import dev.pdrop.backbones.family.CheckpointBackbone;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.PatchGrid;
import dev.pdrop.backbones.image.PatchProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A Qwen2-VL or Qwen2.5-VL checkpoint in memory. */
final class QwenVlBackbone extends CheckpointBackbone {

    private final QwenVlConfig config;
    private final QwenTower tower;
    private final PatchProcessor patches;
    private final Path folder;
    private @Nullable PatchProcessor frames;

    /**
     * A backbone that owns its parts and closes them.
     *
     * @param family its family's name
     * @param patches of pictures
     */
    QwenVlBackbone(
            String family,
            Opening opening,
            QwenVlConfig config,
            Kernels kernels,
            Decoder decoder,
            QwenTower tower,
            PatchProcessor patches,
            PromptWriter prompts) {
        super(family, opening, kernels, decoder, prompts);
        this.config = config;
        this.tower = tower;
        this.patches = patches;
        this.folder = opening.folder();
    }

    @Override
    public Geometry geometry() {
        return config.geometry(patches);
    }

    @Override
    protected boolean seesVideos() {
        return true;
    }

    /** One for each square of patches, row by row; of a video, for as many frames as the tower takes together. */
    @Override
    protected List<VisualToken> visualTokens(int place, Image image) {
        config.requireShort(image, steps(image).size());
        PatchGrid grid = grid(image);
        return IntStream.range(0, steps(image).size())
                .boxed()
                .flatMap(step -> IntStream.range(0, grid.tokens())
                        .mapToObj(
                                token -> new VisualToken(place, step, token / grid.columns(), token % grid.columns())))
                .toList();
    }

    /** The first frame of a step. */
    @Override
    public Image shown(Image image, int tile) {
        return image.isVideo() ? steps(image).get(tile).get(0) : image;
    }

    private PatchGrid grid(Image image) {
        return processor(image).grid(image.frames().get(0));
    }

    /* What a folder says of videos is read when one is seen: pictures need none of it. */
    private synchronized PatchProcessor processor(Image image) {
        if (!image.isVideo()) {
            return patches;
        }
        PatchProcessor known = frames;
        if (known == null) {
            known = PatchProcessor.readVideo(folder, config.vision().patch());
            frames = known;
        }
        return known;
    }

    /* Frames that the tower takes together. */
    private List<List<Image>> steps(Image image) {
        int together = config.vision().patch().frames();
        List<Image> all = image.frames();
        return IntStream.iterate(0, first -> first < all.size(), first -> first + together)
                .mapToObj(first -> all.subList(first, Math.min(all.size(), first + together)))
                .toList();
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        PatchGrid grid = grid(image);
        return Optional.of(ImageRegion.whole().cell(token.row(), token.column(), grid.rows(), grid.columns()));
    }

    /**
     * One image at a time.
     *
     * @throws InvalidMethodException if something is to be captured: images differ in their numbers of patches
     */
    @Override
    public VisualFeatures encode(List<Image> given, Set<Capture> captures) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("at least one image is encoded");
        }
        if (!captures.isEmpty()) {
            throw new InvalidMethodException("expected a ranker that looks at the decoder for a model that sees images"
                    + " at their own size, found one that looks at " + captures + ": choose another ranker");
        }
        ImageFeatures encoded = new ImageFeatures(Set.of());
        try {
            given.stream().distinct().forEach(image -> encoded.add(image, features(image)));
            return encoded;
        } catch (RuntimeException | Error e) {
            encoded.close();
            throw e;
        }
    }

    /* A step of a video is seen by itself, as a picture is. */
    private Tensor features(Image image) {
        List<Tensor> seen = new ArrayList<>();
        try {
            steps(image).forEach(step -> seen.add(features(step, processor(image))));
            return seen.size() == 1 ? seen.get(0).share() : new RowKernels(kernels()).behindEachOther(seen);
        } finally {
            seen.forEach(Tensor::close);
        }
    }

    private Tensor features(List<Image> step, PatchProcessor processor) {
        PatchGrid grid = processor.grid(step.get(0));
        float[] values = processor.pixels(step);
        try (Tensor pixels = kernels().floats(values, grid.patches(), values.length / grid.patches())) {
            return tower.run(pixels, grid);
        }
    }
}
