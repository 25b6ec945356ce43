// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.nio.file.Path;

/**
 * A picture: 8-bit RGB, row by row from the top.
 *
 * <p>Immutable. Two images are equal only if they are the same object, so that features are looked up without comparing
 * pixels.
 */
public final class Image {

    private final String name;
    private final int width;
    private final int height;
    private final byte[] rgb;

    private Image(String name, int width, int height, byte[] rgb) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.rgb = rgb;
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
        return new Image(name, width, height, rgb.clone());
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

    /** (height, width, 3), a copy. */
    public byte[] rgb() {
        return rgb.clone();
    }

    @Override
    public String toString() {
        return name + " (" + width + " x " + height + ")";
    }
}
