// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What becomes of the visual tokens of one example: some of them stay as representatives, and into each of these visual
 * tokens are mixed. A representative into which only itself is mixed stays as it is.
 *
 * <p>Places are those among the visual tokens that are left, not visual indices. Immutable.
 */
public final class Mixture {

    /** How far from 1 the weights of a representative may sum up to. */
    private static final double ROUNDING = 1e-5;

    private final int[] kept;
    private final int[][] sources;
    private final float[][] weights;

    /**
     * A mixture.
     *
     * @param kept places of the representatives, ascending from 0
     * @param sources for each of them the places that are mixed into it, ascending, at least one; its own need not be
     *     among them
     * @param weights for each of them the share of each source; finite, summing up to 1
     */
    public Mixture(int[] kept, int[][] sources, float[][] weights) {
        this.kept = kept.clone();
        this.sources = Arrays.stream(sources).map(int[]::clone).toArray(int[][]::new);
        this.weights = Arrays.stream(weights).map(float[]::clone).toArray(float[][]::new);
        requireAscending("kept places", this.kept);
        if (sources.length != kept.length || weights.length != kept.length) {
            throw new IllegalArgumentException("expected sources and weights of each of " + kept.length
                    + " representatives, found " + sources.length + " and " + weights.length);
        }
        for (int i = 0; i < kept.length; i++) {
            requireAscending("sources", this.sources[i]);
            requireWhole(this.sources[i], this.weights[i]);
            if (!mixes(i)) {
                this.weights[i] = new float[] {1};
            }
        }
    }

    /** Some tokens stay as they are. */
    public static Mixture of(int[] kept) {
        float[][] whole = new float[kept.length][];
        Arrays.fill(whole, new float[] {1});
        return new Mixture(
                kept, IntStream.of(kept).mapToObj(place -> new int[] {place}).toArray(int[][]::new), whole);
    }

    /** How many representatives there are. */
    public int visualTokens() {
        return kept.length;
    }

    /** Places of the representatives, ascending, a copy. */
    public int[] kept() {
        return kept.clone();
    }

    /** The places that are mixed into a representative, ascending, a copy. */
    public int[] sources(int representative) {
        return sources[representative].clone();
    }

    /** The share of each of {@link #sources}, a copy. */
    public float[] weights(int representative) {
        return weights[representative].clone();
    }

    /** Whether a representative becomes another value than it has. */
    public boolean mixes(int representative) {
        return sources[representative].length != 1 || sources[representative][0] != kept[representative];
    }

    /** Whether any representative becomes another value than it has. */
    public boolean mixes() {
        return IntStream.range(0, kept.length).anyMatch(this::mixes);
    }

    /** Whether every place named is one of so many visual tokens. */
    public boolean fits(int visualTokens) {
        return IntStream.concat(Arrays.stream(kept), Arrays.stream(sources).flatMapToInt(Arrays::stream))
                .allMatch(place -> place < visualTokens);
    }

    private static void requireAscending(String what, int[] places) {
        for (int i = 0; i < places.length; i++) {
            if (places[i] < (i == 0 ? 0 : places[i - 1] + 1)) {
                throw new IllegalArgumentException(what + " must ascend from 0, were " + Arrays.toString(places));
            }
        }
    }

    private static void requireWhole(int[] sources, float[] weights) {
        double sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        if (sources.length == 0 || weights.length != sources.length || !(Math.abs(sum - 1) <= ROUNDING)) {
            throw new IllegalArgumentException("expected a weight for each source, summing up to 1, found "
                    + Arrays.toString(weights) + " for " + Arrays.toString(sources));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Mixture mixture
                && Arrays.equals(kept, mixture.kept)
                && Arrays.deepEquals(sources, mixture.sources)
                && Arrays.deepEquals(weights, mixture.weights);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(kept) + Arrays.deepHashCode(sources)) + Arrays.deepHashCode(weights);
    }

    @Override
    public String toString() {
        return Arrays.toString(kept) + " of " + Arrays.deepToString(sources) + " by " + Arrays.deepToString(weights);
    }
}
