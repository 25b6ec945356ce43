// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Shows how many questions have been written: one line that is overwritten on a terminal, a plain line at each tenth
 * elsewhere.
 *
 * <p>Mutable; used by one thread.
 */
final class CountLine implements LongConsumer {

    private static final long NANOS_BETWEEN_LINES = 200_000_000;

    /** Questions between plain lines if it is not known how many there will be. */
    private static final long LINE_EACH = 10_000;

    private final PrintWriter error;
    private final boolean terminal;
    private final long total;
    private final LongSupplier nanoTime;
    private final long start;
    private long shown;
    private int width;

    /**
     * A line.
     *
     * @param total questions in all; negative if it is not known
     */
    CountLine(Console console, long total, LongSupplier nanoTime) {
        this.error = console.error();
        this.terminal = console.terminal();
        this.total = total;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.shown = start;
    }

    @Override
    public void accept(long done) {
        long now = nanoTime.getAsLong();
        if (terminal && now - shown >= NANOS_BETWEEN_LINES) {
            shown = now;
            String text = text(done, now);
            width = Math.max(width, text.length());
            error.print("\r" + text + " ".repeat(width - text.length()));
            error.flush();
        } else if (!terminal && endsLine(done)) {
            error.println(text(done, now));
            error.flush();
        }
    }

    private boolean endsLine(long done) {
        long each = total < 0 ? LINE_EACH : Math.max(1, (total + 9) / 10);
        return done % each == 0;
    }

    private String text(long done, long now) {
        double rate = done / Math.max(1e-3, (now - start) / 1e9);
        String of = total < 0 ? "" : "/" + total;
        return String.format(Locale.ROOT, "%d%s questions  %.0f/s", done, of, rate);
    }

    /** Clears the line of a terminal. */
    void clear() {
        if (width > 0) {
            error.print("\r" + " ".repeat(width) + "\r");
            error.flush();
            width = 0;
        }
    }
}
