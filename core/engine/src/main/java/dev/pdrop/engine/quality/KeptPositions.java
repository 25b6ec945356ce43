// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where on the grid of an image the tokens lie that stay, over many examples: a ranker that always keeps the bottom
 * rows does not look at the image.
 *
 * <p>Immutable.
 */
public final class KeptPositions {

    private final int rows;
    private final int columns;
    private final int[] counts;
    private final long kept;

    private KeptPositions(int rows, int columns, int[] counts) {
        this.rows = rows;
        this.columns = columns;
        this.counts = counts;
        this.kept = IntStream.of(counts).asLongStream().sum();
    }

    /**
     * Counts.
     *
     * @param rows of the grid, at least 1
     * @param columns of the grid, at least 1
     * @param examples for each, the cells of the tokens that stay: row × columns + column; tokens that lie on no grid
     *     left out by the caller
     */
    public static KeptPositions of(int rows, int columns, Stream<int[]> examples) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("expected a grid, found " + rows + " x " + columns);
        }
        int[] counts = new int[rows * columns];
        examples.forEach(cells -> {
            for (int cell : cells) {
                if (cell < 0 || cell >= counts.length) {
                    throw new IllegalArgumentException("expected a cell of a grid of " + rows + " x " + columns
                            + ", from 0 to " + (counts.length - 1) + ", found " + cell);
                }
                counts[cell]++;
            }
        });
        return new KeptPositions(rows, columns, counts);
    }

    /** The number of tokens that stayed, over all examples. */
    public long kept() {
        return kept;
    }

    /** The share of kept tokens in each row, from the top; all 0 if there is none. */
    public List<Double> rowShares() {
        return shares(rows, columns, (row, column) -> row * columns + column);
    }

    /** The share of kept tokens in each column, from the left; all 0 if there is none. */
    public List<Double> columnShares() {
        return shares(columns, rows, (column, row) -> row * columns + column);
    }

    /**
     * How evenly kept tokens are spread over the grid: the entropy of their cells over the largest that there could be.
     * 1 if every cell is kept as often as any other, 0 if it is always the same one; absent if nothing is kept or there
     * is but one cell.
     *
     * @source Shannon, "A mathematical theory of communication", 1948, section 6
     */
    public OptionalDouble spatialEntropy() {
        if (kept == 0 || counts.length == 1) {
            return OptionalDouble.empty();
        }
        double entropy = 0;
        for (int count : counts) {
            double share = (double) count / kept;
            entropy -= count == 0 ? 0 : share * Math.log(share);
        }
        return OptionalDouble.of(entropy / Math.log(counts.length));
    }

    /**
     * The share of kept tokens that lie in a region, such as the padding of a picture that is not square; absent if
     * nothing is kept.
     *
     * @param region a cell for each of the grid's, row by row: whether it belongs to the region; only read
     */
    public OptionalDouble shareIn(boolean[] region) {
        if (region.length != counts.length) {
            throw new IllegalArgumentException(
                    "expected a region of " + counts.length + " cells, found " + region.length);
        }
        if (kept == 0) {
            return OptionalDouble.empty();
        }
        long inside = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            inside += region[cell] ? counts[cell] : 0;
        }
        return OptionalDouble.of((double) inside / kept);
    }

    private List<Double> shares(int lines, int cells, IntBinaryOperator cell) {
        return IntStream.range(0, lines)
                .mapToObj(line -> IntStream.range(0, cells)
                                .mapToLong(place -> counts[cell.applyAsInt(line, place)])
                                .sum()
                        / (double) Math.max(1, kept))
                .toList();
    }
}
