// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

import dev.pdrop.spi.Image;

/**
 * A picture on its way through the processor: 8-bit RGB, row by row from the top.
 *
 * <p>Its bytes are not copied; whoever holds a picture only reads it.
 *
 * @shape (height, width, 3) bytes, unsigned
 */
final class Picture {

    private static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] rgb;

    Picture(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    static Picture of(Image image) {
        return new Picture(image.width(), image.height(), image.rgb());
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    byte[] rgb() {
        return rgb;
    }

    /** The picture in the middle of a square of one colour; itself if it is a square. */
    Picture padded(int[] colour) {
        if (width == height) {
            return this;
        }
        int side = Math.max(width, height);
        return on(side, side, (side - width) / 2, (side - height) / 2, colour);
    }

    /**
     * The middle of the picture, on black where the picture is smaller than the crop.
     *
     * <p>Cutting rounds the offset down, padding rounds it up, as transformers does.
     */
    Picture cropped(int cropWidth, int cropHeight) {
        int left = Math.floorDiv(width - cropWidth, 2);
        int top = Math.floorDiv(height - cropHeight, 2);
        int paddedLeft = cropWidth > width ? Math.floorDiv(cropWidth - width + 1, 2) : 0;
        int paddedTop = cropHeight > height ? Math.floorDiv(cropHeight - height + 1, 2) : 0;
        byte[] cut = new byte[CHANNELS * cropWidth * cropHeight];
        int firstColumn = Math.max(0, left);
        int columns = Math.min(width, cropWidth);
        for (int row = 0; row < Math.min(height, cropHeight); row++) {
            int from = CHANNELS * ((Math.max(0, top) + row) * width + firstColumn);
            int to = CHANNELS * ((paddedTop + row) * cropWidth + paddedLeft);
            System.arraycopy(rgb, from, cut, to, CHANNELS * columns);
        }
        return new Picture(cropWidth, cropHeight, cut);
    }

    /** The picture on a canvas of one colour that is at least as large, so far from its left and upper edge. */
    Picture on(int canvasWidth, int canvasHeight, int left, int top, int[] colour) {
        byte[] canvas = new byte[CHANNELS * canvasWidth * canvasHeight];
        for (int at = 0; at < canvas.length; at++) {
            canvas[at] = (byte) colour[at % CHANNELS];
        }
        for (int row = 0; row < height; row++) {
            int to = CHANNELS * ((top + row) * canvasWidth + left);
            System.arraycopy(rgb, CHANNELS * row * width, canvas, to, CHANNELS * width);
        }
        return new Picture(canvasWidth, canvasHeight, canvas);
    }

    /** A square out of the picture. */
    Picture square(int left, int top, int side) {
        byte[] cut = new byte[CHANNELS * side * side];
        for (int row = 0; row < side; row++) {
            int from = CHANNELS * ((top + row) * width + left);
            System.arraycopy(rgb, from, cut, CHANNELS * row * side, CHANNELS * side);
        }
        return new Picture(side, side, cut);
    }

    /** One channel's level at each pixel, as {@code levels} maps 0 to 255, written from {@code offset} on. */
    void channel(int channel, float[] levels, float[] target, int offset) {
        for (int pixel = 0; pixel < width * height; pixel++) {
            target[offset + pixel] = levels[rgb[CHANNELS * pixel + channel] & 0xff];
        }
    }
}
