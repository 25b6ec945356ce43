// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.qwenvl;

import dev.pdrop.backbones.image.PatchGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The squares of a picture, window behind window: windows of equally many squares follow each other, so that they can
 * be computed together. Those at the right and the lower edge hold what is left.
 *
 * <p>Immutable by agreement. Which window stands where changes nothing but roundings; transformers puts them row by
 * row.
 */
final class WindowOrder {

    private final int squarePatches;
    private final int[] squares;
    private final long[] windows;

    private WindowOrder(int squarePatches, int[] squares, long[] windows) {
        this.squarePatches = squarePatches;
        this.squares = squares;
        this.windows = windows;
    }

    /**
     * The order for windows.
     *
     * @param window squares along each side of a window
     */
    static WindowOrder of(PatchGrid grid, int window) {
        Map<Integer, List<int[]>> bySize = new TreeMap<>();
        for (int top = 0; top < grid.rows(); top = next(top, window, grid.rows())) {
            for (int left = 0; left < grid.columns(); left = next(left, window, grid.columns())) {
                int[] own = squares(grid, top, left, window);
                bySize.computeIfAbsent(own.length, size -> new ArrayList<>()).add(own);
            }
        }
        int[] order = bySize.values().stream()
                .flatMap(List::stream)
                .flatMapToInt(Arrays::stream)
                .toArray();
        long[] windows = bySize.entrySet().stream()
                .flatMapToLong(
                        size -> LongStream.of(size.getValue().size(), (long) size.getKey() * grid.squarePatches()))
                .toArray();
        return new WindowOrder(grid.squarePatches(), order, windows);
    }

    /* Written so that a window without bounds does not overflow. */
    private static int next(int start, int window, int end) {
        return window >= end - start ? end : start + window;
    }

    private static int[] squares(PatchGrid grid, int top, int left, int window) {
        return IntStream.range(top, next(top, window, grid.rows()))
                .flatMap(row -> IntStream.range(left, next(left, window, grid.columns()))
                        .map(column -> row * grid.columns() + column))
                .toArray();
    }

    /** Whether all squares stand as they do in the picture, row by row. */
    boolean isPlain() {
        return Arrays.equals(squares, IntStream.range(0, squares.length).toArray());
    }

    /** The place of each patch in the picture's order, in this order. */
    long[] patches() {
        return Arrays.stream(squares)
                .flatMap(square -> IntStream.range(square * squarePatches, (square + 1) * squarePatches))
                .asLongStream()
                .toArray();
    }

    /** The place of each square in this order, in the picture's order. */
    long[] back() {
        long[] back = new long[squares.length];
        for (int place = 0; place < squares.length; place++) {
            back[squares[place]] = place;
        }
        return back;
    }

    /** How many windows there are of a size and how many patches each of them has, size after size. */
    long[] windows() {
        return windows.clone();
    }

    /** One window that holds all. */
    long[] whole() {
        return new long[] {1, (long) squares.length * squarePatches};
    }

    /** How many patches a patch shares its window with, itself included, on average. */
    double attendedRows() {
        double pairs = 0;
        for (int size = 0; size < windows.length; size += 2) {
            pairs += (double) windows[size] * windows[size + 1] * windows[size + 1];
        }
        return pairs / whole()[1];
    }
}
