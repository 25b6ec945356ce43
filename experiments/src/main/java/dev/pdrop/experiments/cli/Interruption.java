// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Says how to go on when a run is interrupted from outside, such as by Ctrl-C. */
final class Interruption {

    private final AtomicBoolean over = new AtomicBoolean();

    private Interruption() {}

    /**
     * Watches until the run is over.
     *
     * @param end how the sentence goes on that begins with "Interrupted", asked when it is needed
     */
    static Interruption watch(PrintWriter error, Supplier<String> end) {
        Interruption interruption = new Interruption();
        Thread hook = new Thread(
                () -> {
                    if (!interruption.over.get()) {
                        error.println();
                        error.println("Interrupted" + end.get() + ".");
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
