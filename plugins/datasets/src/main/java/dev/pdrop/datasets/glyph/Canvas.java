// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Arrays;

/**
 * A square of pixels to paint on, and for each pixel which stroke covers it.
 *
 * <p>Whole numbers throughout, no antialiasing: the same pixels everywhere. Mutable.
 */
final class Canvas {

    private static final int CHANNELS = 3;

    /** Four random bytes less their mean have this standard deviation. */
    private static final int BYTES_DEVIATION = 148;

    private static final int BYTES_MEAN = 510;

    private final int side;
    private final int[] levels;
    private final int[] strokes;
    private int stroke;

    Canvas(int side, Rgb background) {
        this.side = side;
        this.levels = new int[CHANNELS * side * side];
        this.strokes = new int[side * side];
        fill(0, 0, side, side, background);
    }

    /** Which part of a rectangle is painted. */
    interface Mask {
        /** Whether a pixel is, counted from the rectangle's upper left corner. */
        boolean covers(int x, int y);
    }

    /** What is painted from now on belongs to a stroke of its own; strokes are numbered from 1, the ground is 0. */
    int newStroke() {
        return ++stroke;
    }

    /** Paints a rectangle. */
    void fill(int left, int top, int width, int height, Rgb colour) {
        paint(left, top, width, height, (x, y) -> true, colour);
    }

    /** Paints a part of a rectangle. */
    void paint(int left, int top, int width, int height, Mask mask, Rgb colour) {
        for (int i = 0; i < width * height; i++) {
            if (mask.covers(i % width, i / width)) {
                set((top + i / width) * side + left + i % width, colour);
            }
        }
    }

    /** Gives a rectangle to the newest stroke without painting it. */
    void claim(int left, int top, int width, int height) {
        for (int y = top; y < top + height; y++) {
            Arrays.fill(strokes, y * side + left, y * side + left + width, stroke);
        }
    }

    private void set(int pixel, Rgb colour) {
        levels[CHANNELS * pixel] = colour.red();
        levels[CHANNELS * pixel + 1] = colour.green();
        levels[CHANNELS * pixel + 2] = colour.blue();
        strokes[pixel] = stroke;
    }

    /** The stroke that covers a pixel. */
    int stroke(int x, int y) {
        return strokes[y * side + x];
    }

    /**
     * The pixels, cut to a byte, (side, side, 3).
     *
     * @param random of the noise
     * @param deviation standard deviation of the noise in levels; the noise is a sum of four uniform numbers
     */
    byte[] pixels(SplitMix random, int deviation) {
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < pixels.length; i += 2) {
            long bits = deviation == 0 ? 0 : random.next();
            pixels[i] = cut(levels[i] + noise((int) bits, deviation));
            pixels[i + 1] = cut(levels[i + 1] + noise((int) (bits >>> 32), deviation));
        }
        return pixels;
    }

    private static int noise(int bits, int deviation) {
        if (deviation == 0) {
            return 0;
        }
        int sum = (bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24);
        return Math.floorDiv((sum - BYTES_MEAN) * deviation + BYTES_DEVIATION / 2, BYTES_DEVIATION);
    }

    private static byte cut(int level) {
        return (byte) Math.max(0, Math.min(255, level));
    }
}
