// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Corrects p-values for how many there are, step by step from the smallest.
 *
 * @source Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979;
 *     as adjusted p-values: Wright, Biometrics 48, 1992
 */
final class Holm {

    private Holm() {}

    /** The corrected p-values, in the order of the given ones. */
    static double[] corrected(double[] pValues) {
        List<Integer> ascending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> pValues[place]))
                .toList();
        double[] corrected = new double[pValues.length];
        double highest = 0;
        for (int rank = 0; rank < pValues.length; rank++) {
            int place = ascending.get(rank);
            highest = Math.max(highest, Math.min(1, (pValues.length - rank) * pValues[place]));
            corrected[place] = highest;
        }
        return corrected;
    }
}
