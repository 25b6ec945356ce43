// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Advance;
import dev.pdrop.experiments.run.RunListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a run has come: arm, example, rate and time left.
 *
 * <p>On a terminal one line that is overwritten and never wraps; elsewhere a plain line at each tenth, and at least one
 * a minute; of what goes on beside answering in several parts, a line each ten seconds.
 *
 * <p>Mutable; used by one thread.
 */
final class ProgressLine implements RunListener {

    private static final int BAR = 20;
    private static final long SECOND = 1_000_000_000;
    private static final long BETWEEN_REDRAWS = SECOND / 5;
    private static final long BETWEEN_LINES = 60 * SECOND;
    private static final long BETWEEN_WORKS = 10 * SECOND;

    /* A line longer than the terminal is cut off there, also when the window was made narrower since. */
    private static final String START = "\r\u001b[?7l";
    private static final String END = "\u001b[K\u001b[?7h";

    private final PrintWriter error;
    private final boolean terminal;
    private final int columns;
    private final LongSupplier nanoTime;
    private final Advance advance;
    private long shown;
    private long worked;
    private long tenths;

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
        this.nanoTime = nanoTime;
        this.advance = new Advance(arms, nanoTime);
        this.worked = nanoTime.getAsLong();
    }

    @Override
    public void started(long answers) {
        advance.started(answers);
        long now = nanoTime.getAsLong();
        shown = terminal ? now - BETWEEN_REDRAWS : now;
    }

    @Override
    public void noted(String line) {
        error.println((terminal ? START + END : "") + line);
        error.flush();
    }

    @Override
    public void found(String arm, int count) {
        advance.found(arm, count);
        show();
    }

    @Override
    public void answered(String arm, int count) {
        advance.answered(arm, count);
        show();
    }

    @Override
    public void working(String work, int done, int of) {
        long now = nanoTime.getAsLong();
        String words = of > 1 ? work + " " + done + "/" + of : work;
        if (terminal) {
            error.print(START + words + END);
            error.flush();
        } else if (done == 0) {
            worked = now;
        } else if (now - worked >= BETWEEN_WORKS) {
            worked = now;
            error.println(words);
            error.flush();
        }
    }

    @Override
    public void ended() {
        if (terminal) {
            error.print(START + END);
            error.flush();
        }
    }

    private void show() {
        long now = nanoTime.getAsLong();
        if (terminal && now - shown >= BETWEEN_REDRAWS) {
            shown = now;
            error.print(START + bar() + line() + END);
            error.flush();
        } else if (!terminal && (tenthIsFull() || now - shown >= BETWEEN_LINES)) {
            shown = now;
            error.println(line());
            error.flush();
        }
    }

    private boolean tenthIsFull() {
        long before = tenths;
        tenths = advance.percent() / 10;
        return tenths > before;
    }

    /** Left out where there is no room for it. */
    private String bar() {
        if (columns < 2 * BAR + 30) {
            return "";
        }
        int filled = (int) (BAR * advance.percent() / 100);
        return "[" + "#".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    }

    /** What matters most comes first: a narrow terminal cuts the end off. */
    private String line() {
        String place = advance.place();
        return advance.rate().isPresent() && columns < place.length() + 24
                ? String.format(Locale.ROOT, "%3d %%  %s", advance.percent(), advance.left())
                : place + "  " + advance.pace();
    }
}
