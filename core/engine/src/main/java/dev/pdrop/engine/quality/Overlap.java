// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.hipparchus.stat.correlation.KendallsCorrelation;

/** How much two rankers, or two layers, agree on the tokens of one example. */
public final class Overlap {

    private Overlap() {}

    /**
     * Jaccard index of two kept sets: tokens that both keep over tokens that either keeps; absent if neither keeps any.
     *
     * @param first kept places, ascending, each once; only read
     * @param second likewise
     */
    public static OptionalDouble jaccard(int[] first, int[] second) {
        requireAscending(first);
        requireAscending(second);
        int both = 0;
        int place = 0;
        for (int token : first) {
            while (place < second.length && second[place] < token) {
                place++;
            }
            both += place < second.length && second[place] == token ? 1 : 0;
        }
        return Shares.of(both, first.length + second.length - both);
    }

    /**
     * Kendall's τ-b of two score vectors: 1 if they order the tokens alike, -1 if the other way round, about 0 if they
     * have nothing to do with each other; absent if one of them scores all alike.
     *
     * @param first a score a token, no NaN; only read
     * @param second likewise, of the same tokens
     * @source Kendall, "The treatment of ties in ranking problems", Biometrika 33, 1945
     */
    public static OptionalDouble kendall(float[] first, float[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "expected scores of the same tokens, found " + first.length + " and " + second.length);
        }
        double[] one = widened(first);
        double[] other = widened(second);
        return allAlike(one) || allAlike(other)
                ? OptionalDouble.empty()
                : OptionalDouble.of(new KendallsCorrelation().correlation(one, other));
    }

    private static double[] widened(float[] scores) {
        double[] widened = new double[scores.length];
        for (int token = 0; token < scores.length; token++) {
            if (Float.isNaN(scores[token])) {
                throw new IllegalArgumentException("expected a score for every token, found NaN for token " + token);
            }
            // Both zeros are one score.
            widened[token] = scores[token] + 0.0;
        }
        return widened;
    }

    private static boolean allAlike(double[] scores) {
        return Arrays.stream(scores).distinct().count() < 2;
    }

    private static void requireAscending(int[] kept) {
        for (int place = 1; place < kept.length; place++) {
            if (kept[place] <= kept[place - 1]) {
                throw new IllegalArgumentException("expected kept places in ascending order, each once, found "
                        + kept[place - 1] + " before " + kept[place]);
            }
        }
    }
}
