// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures what the model does, and neither the journal nor those who watch.
 *
 * <p>Mutable and safe to share: an interrupted process asks from another thread what has been spent so far.
 */
final class EngineTime {

    private final LongSupplier nanoTime;
    private long nanos;
    private long since;
    private boolean running;

    /**
     * No time yet.
     *
     * @param nanoTime the clock
     */
    EngineTime(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Does some work of the model, which counts also if it fails. */
    <T> T of(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    /** Does some work of the model that gives nothing. */
    void run(Runnable work) {
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** Does, in the middle of the model's work, something that is none of it and does not count. */
    void pause(Runnable other) {
        end();
        try {
            other.run();
        } finally {
            begin();
        }
    }

    /** Seconds since this was last asked, those of work that is going on included. */
    synchronized double take() {
        if (running) {
            long now = nanoTime.getAsLong();
            nanos += now - since;
            since = now;
        }
        double seconds = nanos / 1e9;
        nanos = 0;
        return seconds;
    }

    private synchronized void begin() {
        since = nanoTime.getAsLong();
        running = true;
    }

    private synchronized void end() {
        nanos += nanoTime.getAsLong() - since;
        running = false;
    }
}
