// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The lowest of an arm's differences to several controls, which is its gain over the best of them.
 *
 * <p>Whichever control is truly best is one of them. So the gain lies in an interval as soon as each difference lies in
 * its own, from the lowest of the lower ends to the lowest of the upper ones: what is called higher than the best
 * control is higher than each. The control is chosen anew in each resample, and deviates no less than any difference
 * does.
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
    public double deviation(Resample resample) {
        double farthest = 0;
        Ratio.Moments least = differences.get(0).moments(resample);
        for (Ratio difference : differences) {
            Ratio.Moments next = difference.moments(resample);
            least = next.value() < least.value() ? next : least;
            farthest = difference.standardError() == 0
                    ? farthest
                    : Math.max(farthest, next.from(difference.estimate(), difference.standardError()));
        }
        return lowest.standardError() == 0
                ? farthest
                : Math.max(farthest, least.from(lowest.estimate(), lowest.standardError()));
    }

    @Override
    public Bounds bounds(double critical, double error) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        for (Ratio difference : differences) {
            Bounds bounds = difference.bounds(critical, error / differences.size());
            low = Math.min(low, bounds.low());
            high = Math.min(high, bounds.high());
        }
        return new Bounds(low, high);
    }

    @Override
    public boolean isExact(double critical, double error) {
        Bounds ends = bounds(critical, error);
        return differences.stream()
                .filter(difference -> difference.standardError() == 0)
                .map(difference -> difference.bounds(critical, error / differences.size()))
                .anyMatch(exact -> exact.low() == ends.low() || exact.high() == ends.high());
    }

    /** Like the bounds: a gain has to hold against every control, and a loss to any is one. */
    @Override
    public double bootstrapPValue(Deviations farthest, int family) {
        DoubleStream each = differences.stream()
                .filter(difference -> lowest.estimate() > 0 || difference.estimate() <= 0)
                .mapToDouble(difference -> difference.bootstrapPValue(farthest, family * differences.size()));
        return (lowest.estimate() > 0 ? each.max() : each.min()).orElseThrow();
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
