// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A value that a thread of its own makes while its owner does something else; close it.
 *
 * @param <T> the value
 */
final class Ahead<T> implements AutoCloseable {

    private final Worker worker;
    private final Worker.Task<T> task;
    private final Consumer<T> release;
    private final AtomicBoolean released = new AtomicBoolean();

    private Ahead(Worker worker, Supplier<T> make, Consumer<T> release) {
        this.worker = worker;
        this.task = worker.begin(make);
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
        return new Ahead<>(new Worker(name), make, release);
    }

    /**
     * The value, as soon as it is made.
     *
     * @throws RuntimeException what went wrong while it was made, the very same
     */
    T value() {
        return task.value();
    }

    /**
     * Releases the value, the first time; what went wrong while it was made has nothing to release, and whoever wanted
     * to know asked.
     */
    @Override
    public void close() {
        if (released.getAndSet(true)) {
            return;
        }
        T made;
        try {
            made = value();
        } catch (RuntimeException neverMade) {
            return;
        } finally {
            worker.close();
        }
        release.accept(made);
    }
}
