// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture: 8-bit RGB, row by row from the top; or a video, which is frames of one size.
 *
 * <p>Immutable. Two images are equal only if they are the same object, so that features are looked up without comparing
 * pixels.
 */
public final class Image {

    private final String name;
    private final int width;
    private final int height;
    private final byte[] rgb;
    private final List<Image> frames;
    private final double framesPerSecond;

    private Image(String name, int width, int height, byte[] rgb, List<Image> frames, double framesPerSecond) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.rgb = rgb;
        this.frames = frames;
        this.framesPerSecond = framesPerSecond;
    }

    /**
     * A picture from its pixels.
     *
     * @param name what people call it
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @param rgb (height, width, 3), copied
     */
    public static Image of(String name, int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes are no RGB picture of " + width + " x " + height);
        }
        return new Image(name, width, height, rgb.clone(), List.of(), 0);
    }

    /**
     * A video from its frames, in the order of time. It has one placeholder in a conversation, as a picture has.
     *
     * @param name what people call it
     * @param frames at least one, pictures of one size
     * @param framesPerSecond how many of these frames pass in a second, above 0 and finite
     * @throws IllegalArgumentException if so many cannot pass in a second
     * @throws InvalidImageException if there is no frame, or one is of another size or no picture
     */
    public static Image video(String name, List<Image> frames, double framesPerSecond) {
        if (!(framesPerSecond > 0) || framesPerSecond == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("frames a second are above 0 and finite, not " + framesPerSecond);
        }
        if (frames.isEmpty()) {
            throw new InvalidImageException(
                    "expected at least one frame in the video " + name + ", found none: list its frames");
        }
        Image first = frames.get(0);
        for (Image frame : frames) {
            if (frame.isVideo() || frame.width != first.width || frame.height != first.height) {
                throw new InvalidImageException("expected frames of one size in the video " + name + ", found " + first
                        + " and " + frame + ": make them one size");
            }
        }
        return new Image(name, first.width, first.height, new byte[0], List.copyOf(frames), framesPerSecond);
    }

    /**
     * Reads a picture file: PNG, JPEG, GIF (its first frame), BMP, and whatever else {@code javax.imageio} readers on
     * the class path know, such as WebP.
     *
     * <p>The pixels are those of Pillow's {@code convert("RGB")}: transparency is dropped without blending, orientation
     * tags and colour profiles are ignored, 16-bit RGB keeps its upper byte, and 16-bit grey is cut at 255, not scaled.
     * JPEGs too are equal to the last bit: of 300 random ones (qualities 5 to 99, all usual subsamplings, grey and
     * progressive ones) all were the same as with Pillow 13, and so were 150 lossless WebPs. <b>Lossy WebP is the one
     * exception</b>: the reader spreads colour differently, by 5.5 levels of 255 on average over 150 noisy pictures;
     * convert such files to PNG where the last levels matter.
     *
     * @throws InvalidImageException if the file is missing, is no image, is broken or cut short, declares more than 64
     *     megapixels, or is of a kind whose pixels would be a guess: a JPEG of four channels, a GIF whose first frame
     *     does not fill its screen
     */
    public static Image read(Path file) {
        return ImageDecoder.read(file);
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /**
     * (height, width, 3), a copy.
     *
     * @throws IllegalStateException if it is a video: its {@link #frames} have pixels
     */
    public byte[] rgb() {
        if (isVideo()) {
            throw new IllegalStateException(this + " is no picture");
        }
        return rgb.clone();
    }

    /** Whether it is a video, if only of one frame. */
    public boolean isVideo() {
        return !frames.isEmpty();
    }

    /** The frames of a video, in order; of a picture itself alone. */
    public List<Image> frames() {
        return frames.isEmpty() ? List.of(this) : frames;
    }

    /**
     * How many frames of a video pass in a second.
     *
     * @throws IllegalStateException if it is none
     */
    public double framesPerSecond() {
        if (!isVideo()) {
            throw new IllegalStateException(this + " is no video");
        }
        return framesPerSecond;
    }

    @Override
    public String toString() {
        return name + " ("
                + (frames.isEmpty() ? "" : frames.size() + (frames.size() == 1 ? " frame of " : " frames of ")) + width
                + " x " + height + ")";
    }
}
