// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.image;

/**
 * Pillow's {@code Image.resize}, bit for bit.
 *
 * <p>The picture is resized along its rows and along its columns, one after the other, and in between it is rounded to
 * 8 bits. A level is a sum of fixed-point products ({@link Coefficients}), half added, cut to 0 to 255. An axis whose
 * size does not change is left alone. The nearest filter takes one pixel for each new one.
 *
 * @source Pillow 13, {@code src/libImaging/Resample.c} and {@code Geometry.c}. Up to version 12 the rows always came
 *     first, so pictures that lose much more height than width differ by single levels from theirs; which axis comes
 *     first in version 13 was found by measuring
 */
final class PillowResize {

    private static final int CHANNELS = 3;
    private static final int HALF = 1 << (Coefficients.PRECISION - 1);

    private PillowResize() {}

    /** The picture at another size. */
    static Picture resize(Picture picture, int width, int height, Resampling filter) {
        if (filter == Resampling.NEAREST) {
            return nearest(picture, width, height);
        }
        if (columnsFirst(picture, width, height)) {
            return horizontal(vertical(picture, height, filter), width, filter);
        }
        return vertical(horizontal(picture, width, filter), height, filter);
    }

    /* What goes away first need not be resized along the other axis; Pillow counts a column twice. */
    private static boolean columnsFirst(Picture picture, int width, int height) {
        int lostRows = picture.height() - height;
        return lostRows > 0 && 2 * (picture.width() - width) < lostRows;
    }

    private static Picture horizontal(Picture picture, int width, Resampling filter) {
        if (picture.width() == width) {
            return picture;
        }
        Coefficients coefficients = Coefficients.of(filter, picture.width(), width);
        byte[] from = picture.rgb();
        byte[] to = new byte[CHANNELS * width * picture.height()];
        for (int row = 0; row < picture.height(); row++) {
            int start = CHANNELS * row * picture.width();
            for (int column = 0; column < width; column++) {
                int at = start + CHANNELS * coefficients.first(column);
                mix(from, at, CHANNELS, coefficients.weights(column), to, CHANNELS * (row * width + column));
            }
        }
        return new Picture(width, picture.height(), to);
    }

    private static Picture vertical(Picture picture, int height, Resampling filter) {
        if (picture.height() == height) {
            return picture;
        }
        Coefficients coefficients = Coefficients.of(filter, picture.height(), height);
        int line = CHANNELS * picture.width();
        byte[] to = new byte[line * height];
        for (int row = 0; row < height; row++) {
            for (int at = 0; at < line; at += CHANNELS) {
                int from = line * coefficients.first(row) + at;
                mix(picture.rgb(), from, line, coefficients.weights(row), to, line * row + at);
            }
        }
        return new Picture(picture.width(), height, to);
    }

    /** Writes one pixel: the weighted sum of the pixels from {@code at} on, each {@code step} bytes after the last. */
    private static void mix(byte[] from, int at, int step, int[] weights, byte[] to, int target) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int position = at;
        for (int weight : weights) {
            red += (from[position] & 0xff) * weight;
            green += (from[position + 1] & 0xff) * weight;
            blue += (from[position + 2] & 0xff) * weight;
            position += step;
        }
        to[target] = level(red);
        to[target + 1] = level(green);
        to[target + 2] = level(blue);
    }

    private static byte level(int sum) {
        return (byte) Math.min(Math.max(sum >> Coefficients.PRECISION, 0), 255);
    }

    private static Picture nearest(Picture picture, int width, int height) {
        int[] columns = sources(picture.width(), width);
        int[] rows = sources(picture.height(), height);
        byte[] to = new byte[CHANNELS * width * height];
        int at = 0;
        for (int row : rows) {
            for (int column : columns) {
                System.arraycopy(picture.rgb(), CHANNELS * (row * picture.width() + column), to, at, CHANNELS);
                at += CHANNELS;
            }
        }
        return new Picture(width, height, to);
    }

    /** The old pixel under the middle of each new one; summed up step by step, as Pillow does, and not multiplied. */
    private static int[] sources(int from, int to) {
        double scale = (double) from / to;
        int[] sources = new int[to];
        double middle = scale * 0.5;
        for (int pixel = 0; pixel < to; pixel++) {
            sources[pixel] = Math.min((int) middle, from - 1);
            middle += scale;
        }
        return sources;
    }
}
