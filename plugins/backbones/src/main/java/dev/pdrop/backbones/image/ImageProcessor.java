// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.InvalidImageException;
import dev.pdrop.spi.InvalidModelException;
import java.nio.file.Path;

/**
 * Turns a picture into the pixels that a checkpoint's vision tower reads.
 *
 * <p>Equal to the PIL backend of transformers' {@code CLIPImageProcessor} and {@code LlavaImageProcessor}: pad, resize,
 * crop, rescale, normalise, each only if the checkpoint says so. The sizes and the 8-bit picture are the same; levels
 * are rescaled in double precision and normalised in single precision, in the same order.
 *
 * <p>Padding to a square of the mean colour, the {@code image_aspect_ratio = pad} that LLaVA-1.5 was evaluated with, is
 * done if {@code do_pad} of a {@code LlavaImageProcessor} is true or {@code image_aspect_ratio} in the folder's
 * {@code config.json} is {@code pad}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class ImageProcessor {

    private static final int CHANNELS = 3;

    /* What a picture may grow to while it is worked on; the decoder's limit for the picture itself. */
    static final long MAX_PIXELS = 64L << 20;

    private final Preprocessing steps;
    private final Size.Exact size;

    private ImageProcessor(Preprocessing steps, Size.Exact size) {
        this.steps = steps;
        this.size = size;
    }

    /**
     * Reads what is to be done from a model folder.
     *
     * <p>{@code image_processor} in {@code processor_config.json} comes before {@code preprocessor_config.json}.
     * {@code do_rescale} and {@code rescale_factor}, which older files lack, count as true and 1/255; any other missing
     * key is an error.
     *
     * @throws InvalidModelException if neither file is there, or a key is missing or has an unsupported value, or the
     *     pictures would come out in different sizes
     */
    public static ImageProcessor read(Path modelFolder) {
        Preprocessing steps = Preprocessing.read(modelFolder);
        if (steps.crop().isPresent()) {
            return new ImageProcessor(steps, steps.crop().get());
        }
        if (steps.resize().isPresent() && steps.resize().get() instanceof Size.Exact exact) {
            return new ImageProcessor(steps, exact);
        }
        if (steps.pad() && steps.resize().isPresent() && steps.resize().get() instanceof Size.ShortestEdge square) {
            return new ImageProcessor(steps, new Size.Exact(square.edge(), square.edge()));
        }
        throw new InvalidModelException("expected pictures of one size, found neither 'do_center_crop' nor a 'size' of"
                + " {height, width} in the image processor's configuration in " + modelFolder + ": correct the file");
    }

    /** Width of every result, in pixels. */
    public int width() {
        return size.width();
    }

    /** Height of every result, in pixels. */
    public int height() {
        return size.height();
    }

    /**
     * The pixels the tower reads.
     *
     * @shape (3, height, width) float32, channel by channel, rows from the top
     * @throws InvalidImageException if the picture is so long and narrow that padding or resizing it would take more
     *     than 64 megapixels
     */
    public float[] pixels(Image image) {
        Picture picture = resized(image);
        int area = size.width() * size.height();
        float[] pixels = new float[CHANNELS * area];
        for (int channel = 0; channel < CHANNELS; channel++) {
            picture.channel(channel, steps.levels(channel), pixels, channel * area);
        }
        return pixels;
    }

    /**
     * What the tower sees of a picture: less of it where it is cropped, more where it is padded.
     *
     * @param width of the picture, at least 1
     * @param height of the picture, at least 1
     */
    public ImageRegion seen(int width, int height) {
        Span horizontal = new Span(0, width);
        Span vertical = new Span(0, height);
        if (steps.pad()) {
            int side = Math.max(width, height);
            horizontal = horizontal.padded(side);
            vertical = vertical.padded(side);
        }
        if (steps.crop().isPresent()) {
            int paddedWidth = (int) horizontal.length();
            int paddedHeight = (int) vertical.length();
            horizontal = horizontal.cropped(
                    steps.resize()
                            .map(to -> to.width(paddedWidth, paddedHeight))
                            .orElse((long) paddedWidth),
                    size.width());
            vertical = vertical.cropped(
                    steps.resize()
                            .map(to -> to.height(paddedWidth, paddedHeight))
                            .orElse((long) paddedHeight),
                    size.height());
        }
        return new ImageRegion(
                horizontal.from() / width, vertical.from() / height, horizontal.to() / width, vertical.to() / height);
    }

    /** What is seen along one edge, in pixels of the picture. */
    private record Span(double from, double to) {

        double length() {
            return to - from;
        }

        Span padded(int side) {
            // Whole pixels, as the picture is pasted.
            int before = (side - (int) length()) / 2;
            return new Span(from - before, from - before + side);
        }

        /* Cut to so many pixels of those that it was resized to. */
        Span cropped(long resized, int kept) {
            double pixel = length() / resized;
            double first = Math.floorDiv(resized - kept, 2L);
            return new Span(from + first * pixel, from + (first + kept) * pixel);
        }
    }

    /** The 8-bit picture before its levels are rescaled. */
    Picture resized(Image image) {
        Picture picture = Picture.of(image);
        if (steps.pad()) {
            int side = Math.max(picture.width(), picture.height());
            checkArea(image, side, side);
            picture = picture.padded(steps.background());
        }
        if (steps.resize().isPresent()) {
            picture = resized(image, picture, steps.resize().get());
        }
        return steps.crop().isPresent() ? picture.cropped(size.width(), size.height()) : picture;
    }

    private Picture resized(Image image, Picture picture, Size target) {
        long width = target.width(picture.width(), picture.height());
        long height = target.height(picture.width(), picture.height());
        // Between the two passes one edge is new and the other still the old one.
        checkArea(image, Math.max(width, picture.width()), Math.max(height, picture.height()));
        return PillowResize.resize(picture, (int) width, (int) height, steps.filter());
    }

    /** Refuses what would take too much memory on the way. */
    static void checkArea(Image image, long width, long height) {
        if (width > MAX_PIXELS / height) {
            throw new InvalidImageException("expected an image that stays below " + MAX_PIXELS
                    + " pixels while it is resized, found " + image + ", which takes " + width + " x " + height
                    + ": crop it");
        }
    }
}
