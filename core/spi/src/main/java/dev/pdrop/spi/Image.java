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
     * <p>Transparency is dropped without blending and orientation tags are ignored, as the usual Python stack does when
     * it converts to RGB.
     *
     * @throws InvalidImageException if the file is missing, is no image, is cut short, or declares more than 64
     *     megapixels
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
