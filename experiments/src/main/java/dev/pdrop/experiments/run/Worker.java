// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A thread that makes values, one after the other, while somebody else goes on; close it. */
final class Worker implements AutoCloseable {

    private final ExecutorService thread;

    /**
     * A worker.
     *
     * @param name of its thread
     */
    Worker(String name) {
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread one = new Thread(work, name);
            one.setDaemon(true);
            return one;
        });
    }

    /**
     * A value in the making.
     *
     * @param <T> the value
     */
    static final class Task<T> {

        private final Future<T> future;

        private Task(Future<T> future) {
            this.future = future;
        }

        /**
         * The value, as soon as it is made.
         *
         * @throws RuntimeException what went wrong while it was made, the very same
         */
        T value() {
            try {
                return future.get();
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for another thread", e);
            }
        }

        private static RuntimeException thrown(@Nullable Throwable cause) {
            if (cause instanceof Error error) {
                throw error;
            }
            return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
        }
    }

    /** Begins to make a value, as soon as those before it are made. */
    <T> Task<T> begin(Supplier<T> make) {
        return new Task<>(thread.submit(make::get));
    }

    /** What has not begun is never made. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
