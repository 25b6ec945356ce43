// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

/** Does something if the process is told to end, such as by Ctrl-C, before that is over. */
final class AtShutdown {

    private final Thread hook;

    /**
     * Waits for the end.
     *
     * @param action done on a thread of its own, while the others still run
     */
    AtShutdown(Runnable action) {
        this.hook = new Thread(action, "end of the run");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** It is not to be done any longer. */
    void over() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It is being done at this moment.
        }
    }
}
