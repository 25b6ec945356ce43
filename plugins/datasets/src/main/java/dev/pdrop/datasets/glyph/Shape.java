// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Locale;

/** The shapes that things have. */
enum Shape {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    CROSS,
    DIAMOND,
    RING,
    HEART,
    ARROW;

    static final List<Shape> ALL = List.of(values());

    private static final List<String> HEART_PICTURE = List.of(
            "..##...##..",
            ".####.####.",
            "###########",
            "###########",
            "###########",
            ".#########.",
            "..#######..",
            "...#####...",
            "....###....",
            ".....#.....",
            "...........");

    /** What it is called in questions. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a pixel belongs to the shape.
     *
     * <p>All in whole numbers: {@code right} and {@code down} count half pixels from the middle, so that they are whole
     * for even sizes too.
     *
     * @param x from 0 to {@code size} - 1, from the left
     * @param y from 0 to {@code size} - 1, from the top
     * @param size side of the square that the shape fills, in pixels
     */
    boolean covers(int x, int y, int size) {
        int right = Math.abs(2 * x - size + 1);
        int down = Math.abs(2 * y - size + 1);
        int distance = right * right + down * down;
        return switch (this) {
            case CIRCLE -> distance <= size * size;
            case SQUARE -> true;
            case TRIANGLE -> right <= y + 1;
            case CROSS -> 10 * Math.min(right, down) <= 3 * size;
            case DIAMOND -> right + down <= size - 1;
            case RING -> distance <= size * size && 100 * distance > hole(size) * hole(size);
            case HEART -> HEART_PICTURE.get(y * 11 / size).charAt(x * 11 / size) == '#';
            case ARROW -> (2 * y <= size && right <= 2 * y) || (5 * y >= 2 * size && 50 * right <= 13 * size);
        };
    }

    /** The ring's inner diameter in tenths of a pixel: the ring is a fifth of the size wide, at least 2 pixels. */
    private static int hole(int size) {
        return 10 * size - Math.max(40, 4 * size);
    }
}
