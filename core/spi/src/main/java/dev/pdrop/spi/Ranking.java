// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/** A ranker's verdict on the visual tokens of a batch. */
public sealed interface Ranking {

    /**
     * A score for each visual token; the engine keeps the highest, ties going to the lower index.
     *
     * <p>The array belongs to the manager of the {@link RankingContext}.
     */
    final class Scores implements Ranking {
        private final NDArray values;

        /**
         * Scores.
         *
         * @param values (batch, visual tokens left), float32, never NaN; higher stays
         */
        public Scores(NDArray values) {
            this.values = values;
        }

        /** (batch, visual tokens left), float32; higher stays. */
        public NDArray values() {
            return values;
        }
    }

    /**
     * A choice that the ranker made itself; how many it takes may differ from what was asked and between examples.
     *
     * <p>Immutable.
     */
    final class Selection implements Ranking {
        private final int[][] kept;

        /**
         * A selection.
         *
         * @param kept for each example, ascending places among the visual tokens that are left
         */
        public Selection(int[][] kept) {
            this.kept = Arrays.stream(kept).map(int[]::clone).toArray(int[][]::new);
        }

        /** Number of examples. */
        public int batch() {
            return kept.length;
        }

        /** The places chosen in one example, ascending, a copy. */
        public int[] kept(int example) {
            return kept[example].clone();
        }
    }

    /**
     * Representatives that the ranker chose itself, with what is mixed into each; how many there are may differ from
     * what was asked and between examples.
     *
     * <p>Immutable.
     */
    final class Merge implements Ranking {
        private final List<Mixture> each;

        /**
         * A merge.
         *
         * @param each for each example, what becomes of the visual tokens that are left
         */
        public Merge(List<Mixture> each) {
            this.each = List.copyOf(each);
        }

        /** Number of examples. */
        public int batch() {
            return each.size();
        }

        /** What becomes of one example. */
        public Mixture mixture(int example) {
            return each.get(example);
        }
    }
}
