// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.hub.Bytes;
import dev.pdrop.experiments.hub.PullListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how much of a model has arrived: one line that is overwritten on a terminal, a plain line at each tenth
 * elsewhere.
 *
 * <p>Mutable; used by one thread.
 */
final class PullLine implements PullListener {

    private static final long BETWEEN_REDRAWS = 200_000_000;

    /* A line longer than the terminal is cut off there. */
    private static final String START = "\r\u001b[?7l";
    private static final String END = "\u001b[K\u001b[?7h";

    private final PrintWriter error;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long total;
    private long arrived;
    private long received;
    private long start;
    private long shown;
    private long tenths;

    PullLine(Console console, LongSupplier nanoTime) {
        this.error = console.error();
        this.terminal = console.terminal();
        this.nanoTime = nanoTime;
    }

    @Override
    public void begun(int files, long bytes, long there) {
        total = bytes;
        arrived = there;
        tenths = tenths();
        start = nanoTime.getAsLong();
        shown = start;
        error.println(files + " files of " + Bytes.of(bytes)
                + (there == 0
                        ? ""
                        : there == bytes ? ", all there already" : ", " + Bytes.of(there) + " there already"));
        error.flush();
    }

    @Override
    public void received(String file, long bytes) {
        arrived += bytes;
        received += bytes;
        long now = nanoTime.getAsLong();
        if (terminal && now - shown >= BETWEEN_REDRAWS) {
            shown = now;
            error.print(START + line(file, now) + END);
            error.flush();
        } else if (!terminal && tenths() > tenths) {
            tenths = tenths();
            error.println(line(file, now));
            error.flush();
        }
    }

    @Override
    public void lost(long bytes) {
        arrived -= bytes;
    }

    @Override
    public void again(String why) {
        ended();
        error.println("trying again: " + why);
        error.flush();
    }

    @Override
    public void ended() {
        if (terminal) {
            error.print(START + END);
            error.flush();
        }
    }

    private long tenths() {
        return total == 0 ? 0 : 10 * arrived / total;
    }

    private String line(String file, long now) {
        double rate = received / Math.max(1e-3, (now - start) / 1e9);
        long left = Math.round((total - arrived) / Math.max(1, rate));
        return String.format(
                Locale.ROOT,
                "%3d %%  %s of %s  %s/s  %d:%02d left  %s",
                total == 0 ? 100 : 100 * arrived / total,
                Bytes.of(arrived),
                Bytes.of(total),
                Bytes.of(Math.round(rate)),
                left / 60,
                left % 60,
                file);
    }
}
