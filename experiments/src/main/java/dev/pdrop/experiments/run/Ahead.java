// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that a thread of its own makes while its owner does something else; close it.
 *
 * @param <T> the value
 */
final class Ahead<T> implements AutoCloseable {

    private final FutureTask<T> task;
    private final Consumer<T> release;

    private Ahead(FutureTask<T> task, Consumer<T> release) {
        this.task = task;
        this.release = release;
    }

    /**
     * Begins to make a value.
     *
     * @param name of the thread
     * @param make what makes it
     * @param release what closing does with it
     */
    static <T> Ahead<T> of(String name, Supplier<T> make, Consumer<T> release) {
        FutureTask<T> task = new FutureTask<>(make::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return new Ahead<>(task, release);
    }

    /**
     * The value, as soon as it is made.
     *
     * @throws RuntimeException what went wrong while it was made, the very same
     */
    T value() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + task, e);
        }
    }

    private static RuntimeException thrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** Releases the value; what went wrong while it was made has nothing to release, whoever wanted to know asked. */
    @Override
    public void close() {
        T made;
        try {
            made = value();
        } catch (RuntimeException neverMade) {
            return;
        }
        release.accept(made);
    }
}
