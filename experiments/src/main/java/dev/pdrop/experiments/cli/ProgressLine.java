// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.RunListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a run has come: one line that is overwritten on a terminal, a plain line at each tenth elsewhere.
 *
 * <p>Mutable; used by one thread.
 */
final class ProgressLine implements RunListener {

    private static final int WIDTH = 30;
    private static final long NANOS_BETWEEN_LINES = 200_000_000;

    private final PrintWriter error;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long total;
    private long done;
    private long computed;
    private long start;
    private long shown;
    private long tenths;
    private String arm = "";

    ProgressLine(Console console, LongSupplier nanoTime) {
        this.error = console.error();
        this.terminal = console.terminal();
        this.nanoTime = nanoTime;
    }

    @Override
    public void started(long answers) {
        total = answers;
        start = nanoTime.getAsLong();
        shown = start - NANOS_BETWEEN_LINES;
    }

    @Override
    public void found(String found, int count) {
        arm = found;
        done += count;
        show();
    }

    @Override
    public void answered(String answered, int count) {
        arm = answered;
        done += count;
        computed += count;
        show();
    }

    @Override
    public void ended() {
        if (terminal) {
            error.print("\r" + " ".repeat(WIDTH + 60) + "\r");
            error.flush();
        }
    }

    private void show() {
        long now = nanoTime.getAsLong();
        if (terminal && now - shown >= NANOS_BETWEEN_LINES) {
            shown = now;
            int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
            error.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + line(now) + "    ");
            error.flush();
        } else if (!terminal && total > 0 && 10 * done / total > tenths) {
            tenths = 10 * done / total;
            error.println(line(now));
            error.flush();
        }
    }

    private String line(long now) {
        if (computed == 0) {
            return String.format(Locale.ROOT, "%d/%d answers, kept from before  %s", done, total, arm);
        }
        double seconds = Math.max(1e-3, (now - start) / 1e9);
        double rate = computed / seconds;
        String left = rate > 0 ? duration(Math.round((total - done) / rate)) + " left" : "";
        return String.format(Locale.ROOT, "%d/%d answers  %.0f/s  %s  %s", done, total, rate, left, arm);
    }

    private static String duration(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
