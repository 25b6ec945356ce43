// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import dev.pdrop.backbones.family.CheckpointBackbone;
import dev.pdrop.backbones.family.ImageFeatures;
import dev.pdrop.backbones.family.ModelFamily.Opening;
import dev.pdrop.backbones.image.ImageProcessor;
import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.RowKernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.backbones.kernels.VisionKernels;
import dev.pdrop.backbones.text.PromptWriter;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.spi.VisualToken;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** A LLaVA checkpoint in memory. */
sealed class LlavaBackbone extends CheckpointBackbone permits TrainableLlava {

    private static final Set<Capture> VISION_CAPTURES = Set.of(Capture.pixels(), Capture.patches());

    private final LlavaConfig config;
    private final LlavaModel model;
    private final ImageProcessor images;

    LlavaBackbone(
            Opening opening,
            LlavaConfig config,
            Kernels kernels,
            LlavaModel model,
            ImageProcessor images,
            PromptWriter prompts) {
        super("llava", opening, kernels, model.decoder(), prompts);
        this.config = config;
        this.model = model;
        this.images = images;
    }

    @Override
    public Geometry geometry() {
        return config.geometry();
    }

    /* The class token, where it is kept, is no part of the picture. */
    @Override
    protected final List<VisualToken> visualTokens(int place, Image image) {
        List<VisualToken> tokens = new ArrayList<>();
        if (config.vision().keepsClass()) {
            tokens.add(new VisualToken(place, 0, 0, VisualToken.SEPARATOR));
        }
        int side = config.vision().side();
        for (int patch = 0; patch < side * side; patch++) {
            tokens.add(new VisualToken(place, 0, patch / side, patch % side));
        }
        return tokens;
    }

    @Override
    public Optional<ImageRegion> region(Image image, VisualToken token) {
        int side = config.vision().side();
        return token.column() == VisualToken.SEPARATOR
                ? Optional.empty()
                : Optional.of(images.seen(image.width(), image.height()).cell(token.row(), token.column(), side, side));
    }

    /*
     * One image at a time, so that an image's features do not depend on which others it is encoded with; all at once
     * while gradients are recorded, which is faster.
     */
    @Override
    public VisualFeatures encode(List<Image> given, Set<Capture> captures) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("at least one image is encoded");
        }
        ImageFeatures features = new ImageFeatures(captures);
        try {
            List<Image> distinct = given.stream().distinct().toList();
            int together = kernels().recording() ? distinct.size() : 1;
            for (int first = 0; first < distinct.size(); first += together) {
                List<Image> batch = distinct.subList(first, first + together);
                encode(features, batch, pixels(batch));
            }
            return features;
        } catch (RuntimeException | Error e) {
            features.close();
            throw e;
        }
    }

    private float[] pixels(List<Image> batch) {
        if (batch.size() == 1) {
            return images.pixels(batch.get(0));
        }
        FloatBuffer all = FloatBuffer.allocate(batch.size() * config.vision().numbers());
        batch.forEach(image -> all.put(images.pixels(image)));
        return all.array();
    }

    /** Adds images by what enters the tower: (images, channels, height, width). */
    final void encode(ImageFeatures features, List<Image> batch, float[] values) {
        for (Capture capture : features.captures()) {
            if (!VISION_CAPTURES.contains(capture)) {
                throw new IllegalArgumentException(capture + " is not a value of this vision tower");
            }
        }
        int size = config.vision().imageSize();
        VisionKernels vision = new VisionKernels(kernels());
        try (Tensor pixels =
                        kernels().floats(values, batch.size(), config.vision().channels(), size, size);
                Tensor rows = model.tower().run(pixels);
                Tensor projected = model.projector().run(rows)) {
            if (features.captures().contains(Capture.pixels())) {
                each(batch, vision.eachImage(pixels), (image, own) -> features.add(Capture.pixels(), image, own));
            }
            if (features.captures().contains(Capture.patches())) {
                each(batch, patches(rows), (image, own) -> features.add(Capture.patches(), image, own));
            }
            each(batch, vision.eachImage(projected), features::add);
        }
    }

    private List<Tensor> patches(Tensor rows) {
        VisionKernels vision = new VisionKernels(kernels());
        if (kernels().recording()) {
            return vision.eachImage(rows);
        }
        try (Tensor wide = new RowKernels(kernels()).widened(rows)) {
            return vision.eachImage(wide);
        }
    }

    private static void each(List<Image> batch, List<Tensor> tensors, BiConsumer<Image, Tensor> use) {
        for (int i = 0; i < batch.size(); i++) {
            use.accept(batch.get(i), tensors.get(i));
        }
    }

    final LlavaConfig config() {
        return config;
    }

    final LlavaModel model() {
        return model;
    }
}
