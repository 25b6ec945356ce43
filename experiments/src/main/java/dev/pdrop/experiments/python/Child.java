// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.python;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of another program that does not outlive this one, nor does any that it starts: it is asked to end when it
 * is closed and when this process is ended from outside, and made to if it takes too long.
 */
public final class Child implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final Process process;
    private final Thread hook;

    private Child(Process process) {
        this.process = process;
        this.hook = new Thread(this::end, "end of " + process.pid());
    }

    /**
     * Starts a program.
     *
     * @throws IOException if it cannot be started
     */
    public static Child start(ProcessBuilder program) throws IOException {
        Child child = new Child(program.start());
        Runtime.getRuntime().addShutdownHook(child.hook);
        return child;
    }

    /** What was started. */
    public Process process() {
        return process;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending already, and the hook does the same.
            return;
        }
    }

    private void end() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // Usually gone with it.
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
