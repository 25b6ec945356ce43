// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * How far resamples deviate: the studentised bootstrap, symmetric, of one quantity or of the farthest of a family.
 *
 * <p>What the interval leaves out and what the p-value calls unlikely come from the same sorted numbers, so they agree
 * to the last resample.
 *
 * @source Hall, "On symmetric bootstrap confidence intervals", 1988; the largest of a family: Romano and Wolf, "Exact
 *     and approximate stepdown methods for multiple hypothesis testing", 2005, single step
 */
final class Deviations {

    private final double[] ascending;

    /** Takes the deviations over; sorts them. */
    Deviations(double[] deviations) {
        this.ascending = deviations;
        Arrays.sort(ascending);
    }

    /** The farthest deviation of a family in each resample. */
    static Deviations ofFarthest(List<? extends Quantity> family, Resamples resamples, Resampling resampling) {
        double[] farthest = new double[resampling.resamples()];
        int[] place = new int[1];
        resamples.forEach(resample -> {
            double most = 0;
            for (Quantity quantity : family) {
                most = Math.max(most, quantity.deviation(resample));
            }
            farthest[place[0]++] = most;
        });
        return new Deviations(farthest);
    }

    /** So many standard errors on each side of an estimate make an interval. */
    double critical(double level) {
        return ascending[(int) Math.ceil(level * (ascending.length + 1) - 1e-9) - 1];
    }

    /** The share of resamples that deviate at least so far, the data at hand counted among them. */
    double pValue(double deviation) {
        int place = Arrays.binarySearch(ascending, deviation);
        int nearer = place < 0 ? -place - 1 : place;
        while (nearer > 0 && ascending[nearer - 1] >= deviation) {
            nearer--;
        }
        return (ascending.length - nearer + 1.0) / (ascending.length + 1.0);
    }
}
