// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.tracking.Delivery;
import dev.pdrop.experiments.tracking.Replay;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far a run has been sent, and that something is still waited for: a line that is overwritten on a terminal,
 * a plain line every few seconds elsewhere.
 *
 * <p>Mutable; its lock guards what the thread that sends and the one that looks at the clock share.
 */
final class SyncLine implements Delivery, Replay.Patience, AutoCloseable {

    private static final long SECOND = 1_000_000_000;
    private static final long BETWEEN_LINES = 5 * SECOND;

    /* As in the line of a run: what is longer than the terminal is cut off there. */
    private static final String START = "\r\u001b[?7l";
    private static final String END = "\u001b[K\u001b[?7h";

    private final PrintWriter error;
    private final boolean terminal;
    private final Duration longestPause;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService ticks;
    private String doing = "connecting";
    private int done;
    private int all;
    private long since;
    private long shown;

    /**
     * A line that says nothing before its first step or tick.
     *
     * @param longestPause how long a server may ask to be left alone
     * @param nanoTime the clock
     */
    SyncLine(Console console, Duration longestPause, LongSupplier nanoTime) {
        this.error = console.error();
        this.terminal = console.terminal();
        this.longestPause = longestPause;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.shown = since;
        this.ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "sync-line");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks at the clock from now on, until it is closed. */
    void start() {
        Future<?> unused = ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void step(String next, int before, int steps) {
        doing = next;
        done = before;
        all = steps;
        since = nanoTime.getAsLong();
        show();
    }

    /** A second is over. */
    synchronized void tick() {
        show();
    }

    @Override
    public boolean waits(Duration pause) {
        if (pause.compareTo(longestPause) > 0) {
            return false;
        }
        step("it asks to be left alone for " + pause.toSeconds() + " s", done, all);
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Clears the line of a terminal and says nothing more. */
    @Override
    public synchronized void close() {
        ticks.shutdownNow();
        if (terminal) {
            error.print(START + END);
            error.flush();
        }
    }

    private void show() {
        long now = nanoTime.getAsLong();
        if (terminal) {
            error.print(START + text(now) + END);
            error.flush();
        } else if (now - shown >= BETWEEN_LINES) {
            shown = now;
            error.println(text(now));
            error.flush();
        }
    }

    private String text(long now) {
        String percent = String.format(Locale.ROOT, "%3d %%  %s", all == 0 ? 0 : 100 * done / all, doing);
        long seconds = (now - since) / SECOND;
        return seconds == 0 ? percent : percent + ", " + seconds + " s so far";
    }
}
