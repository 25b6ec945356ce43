// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import dev.pdrop.backbones.kernels.Kernels;
import dev.pdrop.backbones.kernels.Tensor;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Retention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of a batch into which others are mixed, each by as many sources as the one that has the most: what a row has
 * fewer of is filled up with its first source, weighing nothing. Immutable.
 */
final class MixedRows {

    private final List<Row> rows;
    private final int longest;

    /** One row: its place among all rows left, and its sources among all rows before. */
    private static final class Row {
        private final int target;
        private final int[] sources;
        private final float[] weights;

        Row(int target, int[] sources, float[] weights) {
            this.target = target;
            this.sources = sources;
            this.weights = weights;
        }
    }

    private MixedRows(List<Row> rows) {
        this.rows = rows;
        this.longest = rows.stream().mapToInt(row -> row.sources.length).max().orElse(0);
    }

    /**
     * The rows that a retention mixes.
     *
     * @param before the rows before it
     * @param left for each example the rows that stay, ascending
     */
    static MixedRows of(Sequence before, Retention kept, int[][] left) {
        List<Row> rows = new ArrayList<>();
        for (int example = 0; example < kept.batch(); example++) {
            Mixture mixture = kept.mixture(example);
            int[] visual = before.visualRows(example);
            int[] own = mixture.kept();
            int first = example * before.tokens();
            for (int i = 0; i < own.length; i++) {
                if (mixture.mixes(i)) {
                    int target = Arrays.binarySearch(left[example], visual[own[i]]);
                    int[] sources = Arrays.stream(mixture.sources(i))
                            .map(place -> first + visual[place])
                            .toArray();
                    rows.add(new Row(example * left[example].length + target, sources, mixture.weights(i)));
                }
            }
        }
        return new MixedRows(rows);
    }

    /** (rows), int64. */
    Tensor targets(Kernels kernels) {
        return Places.of(kernels, rows.stream().mapToInt(row -> row.target).toArray());
    }

    /** (rows, sources), int64. */
    Tensor sources(Kernels kernels) {
        int[][] filled = new int[rows.size()][longest];
        for (int row = 0; row < filled.length; row++) {
            int[] own = rows.get(row).sources;
            Arrays.fill(filled[row], own[0]);
            System.arraycopy(own, 0, filled[row], 0, own.length);
        }
        return Places.of(kernels, filled);
    }

    /** (rows, sources), float32. */
    Tensor weights(Kernels kernels) {
        float[] filled = new float[rows.size() * longest];
        for (int row = 0; row < rows.size(); row++) {
            float[] own = rows.get(row).weights;
            System.arraycopy(own, 0, filled, row * longest, own.length);
        }
        return kernels.floats(filled, rows.size(), longest);
    }
}
