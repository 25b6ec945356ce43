// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

/** Lets somebody outside end a training at its next step, with a checkpoint. Safe to share between threads. */
public final class Stop {

    private volatile boolean wanted;

    /** Asks for the end. */
    public void request() {
        wanted = true;
    }

    /** Whether somebody asked. */
    boolean wanted() {
        return wanted;
    }
}
