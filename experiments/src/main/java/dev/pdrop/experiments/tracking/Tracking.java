// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import dev.pdrop.experiments.run.RunListener;

/** Follows a run and tells somebody outside; never throws and never holds the run up. */
public interface Tracking extends RunListener, AutoCloseable {

    /** Nobody is told. */
    static Tracking none() {
        return new NoTracking();
    }

    /** The run is complete and its folder holds the results; what comes after is {@link #close()}. */
    void complete();

    /**
     * The run cannot go on; what comes after is {@link #close()}.
     *
     * @param message why, for people
     */
    void failed(String message);

    /**
     * The run is over: complete, or else failed. Waits a bounded time until everybody has been told.
     *
     * <p>Says what became of it in a line for people.
     */
    @Override
    void close();
}
