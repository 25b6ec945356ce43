// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says how to go on when a run is interrupted from outside, such as by Ctrl-C. */
final class Interruption {

    private final AtomicBoolean over = new AtomicBoolean();

    private Interruption() {}

    /**
     * Watches until the run is over.
     *
     * @param next what to do after an interruption, for people
     */
    static Interruption watch(PrintWriter error, String next) {
        Interruption interruption = new Interruption();
        Thread hook = new Thread(
                () -> {
                    if (!interruption.over.get()) {
                        error.println();
                        error.println("Interrupted; " + next + ".");
                        error.flush();
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return interruption;
    }

    /** The run has ended by itself. */
    void over() {
        over.set(true);
    }
}
