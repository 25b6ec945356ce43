// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How far a run has come: arm, example, rate and time left, for whoever shows it.
 *
 * <p>Mutable; used by one thread.
 */
public final class Advance implements RunListener {

    private static final double SECOND = 1e9;

    private final int arms;
    private final LongSupplier nanoTime;
    private final Map<String, Long> examplesOf = new HashMap<>();
    private long total;
    private long done;
    private long computed;
    private long start;
    private String arm = "";

    /**
     * Of one run.
     *
     * @param arms how many arms the run has, each replicate counted
     * @param nanoTime the clock
     */
    public Advance(int arms, LongSupplier nanoTime) {
        this.arms = arms;
        this.nanoTime = nanoTime;
    }

    @Override
    public void started(long answers) {
        total = answers;
        start = nanoTime.getAsLong();
    }

    @Override
    public void found(String found, int count) {
        arm = found;
        done += count;
        examplesOf.merge(found, (long) count, Long::sum);
    }

    @Override
    public void answered(String answered, int count) {
        computed += count;
        found(answered, count);
    }

    /** The share of answers that are there, from 0 to 1. */
    public double share() {
        return total == 0 ? 1 : (double) done / total;
    }

    /** The same in whole per cents that are full. */
    public long percent() {
        return total == 0 ? 100 : 100 * done / total;
    }

    /** Per cent, arm and example. */
    public String place() {
        return String.format(
                Locale.ROOT, "%3d %%  %s %d/%d", percent(), arm, examplesOf.getOrDefault(arm, 0L), total / arms);
    }

    /** Answers a second; absent if all were there before. */
    public OptionalDouble rate() {
        return computed == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(computed / Math.max(1e-3, (nanoTime.getAsLong() - start) / SECOND));
    }

    /** The rate and the time left, with a word if nothing had to be computed yet. */
    public String pace() {
        return rate().isEmpty() ? "kept from before" : perSecond(rate().getAsDouble()) + "/s  " + left();
    }

    /** The time left, if there is a {@link #rate()}; else empty. */
    public String left() {
        return rate().isEmpty() ? "" : duration(Math.round((total - done) / rate().getAsDouble())) + " left";
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate);
    }

    private static String duration(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
