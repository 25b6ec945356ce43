// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Comparator;
import java.util.List;

/**
 * The lowest of an arm's differences to several controls, which is its gain over the best of them; the control is
 * chosen anew in each resample.
 */
final class LowestRatio implements Quantity {

    private final List<Ratio> differences;
    private final Ratio lowest;

    LowestRatio(List<Ratio> differences) {
        this.differences = List.copyOf(differences);
        this.lowest = this.differences.stream()
                .min(Comparator.comparingDouble(Ratio::estimate))
                .orElseThrow();
    }

    @Override
    public double estimate() {
        return lowest.estimate();
    }

    @Override
    public double standardError() {
        return lowest.standardError();
    }

    @Override
    public double deviation(Resample resample) {
        if (lowest.standardError() == 0) {
            return 0;
        }
        Ratio.Moments least = differences.get(0).moments(resample);
        for (int place = 1; place < differences.size(); place++) {
            Ratio.Moments next = differences.get(place).moments(resample);
            least = next.value() < least.value() ? next : least;
        }
        return least.from(lowest.estimate(), lowest.standardError());
    }

    /** Whichever control is truly best is one of them, so each may be missed a little. */
    @Override
    public Bounds bounds(double error) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (Ratio difference : differences) {
            Bounds bounds = difference.bounds(error / differences.size());
            low = Math.min(low, bounds.low());
            high = Math.min(high, bounds.high());
        }
        return new Bounds(low, high);
    }

    /** Nothing is claimed where the arm and the best control differ alike on every image. */
    @Override
    public double boundsPValue() {
        return 1;
    }

    /**
     * A gain has to hold against every control, so the largest p-value counts (intersection-union test). A loss to any
     * control is one, so the smallest counts, times how many there were to choose from.
     *
     * @source Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24, 1982
     */
    @Override
    public double signFlipPValue(SignFlips flips) {
        if (lowest.estimate() > 0) {
            return differences.stream()
                    .mapToDouble(difference -> difference.signFlipPValue(flips))
                    .max()
                    .orElseThrow();
        }
        return Math.min(
                1,
                differences.size()
                        * differences.stream()
                                .filter(difference -> difference.estimate() <= 0)
                                .mapToDouble(difference -> difference.signFlipPValue(flips))
                                .min()
                                .orElseThrow());
    }
}
