// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunListener;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Shows how far a run has come: arm, example, rate and time left.
 *
 * <p>On a terminal one line that is overwritten and never wraps; elsewhere a plain line at each tenth, and at least one
 * a minute.
 *
 * <p>Mutable; used by one thread.
 */
final class ProgressLine implements RunListener {

    private static final int BAR = 20;
    private static final long SECOND = 1_000_000_000;
    private static final long BETWEEN_REDRAWS = SECOND / 5;
    private static final long BETWEEN_LINES = 60 * SECOND;

    /* A line longer than the terminal is cut off there, also when the window was made narrower since. */
    private static final String START = "\r\u001b[?7l";
    private static final String END = "\u001b[K\u001b[?7h";

    private final PrintWriter error;
    private final boolean terminal;
    private final int columns;
    private final int arms;
    private final LongSupplier nanoTime;
    private final Map<String, Long> examplesOf = new HashMap<>();
    private long total;
    private long done;
    private long computed;
    private long start;
    private long shown;
    private long tenths;
    private String arm = "";

    /**
     * Progress of one run.
     *
     * @param arms how many arms the run has, each replicate counted
     * @param nanoTime the clock
     */
    ProgressLine(Console console, int arms, LongSupplier nanoTime) {
        this.error = console.error();
        this.terminal = console.terminal();
        this.columns = console.columns();
        this.arms = arms;
        this.nanoTime = nanoTime;
    }

    @Override
    public void started(long answers) {
        total = answers;
        start = nanoTime.getAsLong();
        shown = terminal ? start - BETWEEN_REDRAWS : start;
    }

    @Override
    public void noted(String line) {
        error.println(line);
        error.flush();
    }

    @Override
    public void found(String found, int count) {
        add(found, count);
    }

    @Override
    public void answered(String answered, int count) {
        computed += count;
        add(answered, count);
    }

    @Override
    public void ended() {
        if (terminal) {
            error.print(START + END);
            error.flush();
        }
    }

    private void add(String name, int count) {
        arm = name;
        done += count;
        examplesOf.merge(name, (long) count, Long::sum);
        long now = nanoTime.getAsLong();
        if (terminal && now - shown >= BETWEEN_REDRAWS) {
            shown = now;
            error.print(START + bar() + line(now) + END);
            error.flush();
        } else if (!terminal && (tenthIsFull() || now - shown >= BETWEEN_LINES)) {
            shown = now;
            error.println(line(now));
            error.flush();
        }
    }

    private boolean tenthIsFull() {
        long before = tenths;
        tenths = total == 0 ? 0 : 10 * done / total;
        return tenths > before;
    }

    /** Left out where there is no room for it. */
    private String bar() {
        if (columns < 2 * BAR + 30) {
            return "";
        }
        int filled = total == 0 ? BAR : (int) (BAR * done / total);
        return "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    }

    /** What matters most comes first: a narrow terminal cuts the end off. */
    private String line(long now) {
        long percent = total == 0 ? 100 : 100 * done / total;
        String place = String.format(
                Locale.ROOT, "%3d %%  %s %d/%d", percent, arm, examplesOf.getOrDefault(arm, 0L), total / arms);
        if (computed == 0) {
            return place + "  kept from before";
        }
        double rate = computed / Math.max(1e-3, (now - start) / (double) SECOND);
        String left = duration(Math.round((total - done) / rate)) + " left";
        return columns < place.length() + 24
                ? String.format(Locale.ROOT, "%3d %%  %s", percent, left)
                : place + "  " + perSecond(rate) + "/s  " + left;
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
