// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Makes numbered values on threads in the background, a bounded number ahead of their consumer, and gives them in
 * order.
 *
 * <p>What is given does not depend on the number of threads. The threads end when it is closed or all has been given;
 * one that is forgotten loses its threads after some idle seconds. For one consumer.
 *
 * @param <T> what is made
 */
final class ReadAhead<T> implements AutoCloseable {

    private static final int IDLE_SECONDS = 5;

    private final LongFunction<T> maker;
    private final long end;
    private final int ahead;
    private final ThreadPoolExecutor threads;
    private final Deque<Future<T>> queue = new ArrayDeque<>();
    private long next;

    /**
     * Nothing is made before the first value is asked for.
     *
     * @param maker makes the value of a number, on any thread
     * @param start first number
     * @param end number after the last
     * @param threads at least 1
     * @param ahead values in the making or waiting, at least 1
     */
    ReadAhead(LongFunction<T> maker, long start, long end, int threads, int ahead) {
        this.maker = maker;
        this.next = start;
        this.end = end;
        this.ahead = ahead;
        this.threads = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ReadAhead::thread);
        this.threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, GlyphVqaDataset.NAME);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The next value.
     *
     * @throws NoSuchElementException after the last
     * @throws IllegalStateException if it was closed
     */
    T next() {
        fill();
        if (queue.isEmpty()) {
            throw new NoSuchElementException("nothing is left after " + (end - 1));
        }
        T value = await(queue.remove());
        fill();
        if (queue.isEmpty()) {
            threads.shutdown();
        }
        return value;
    }

    private void fill() {
        while (next < end && queue.size() < ahead) {
            if (threads.isShutdown()) {
                throw new IllegalStateException("values are made ahead no longer: closed");
            }
            long number = next++;
            queue.add(threads.submit(() -> maker.apply(number)));
        }
    }

    private T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for what is made in the background");
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("making values in the background failed", e.getCause());
        }
    }

    /** Ends the threads; what is in the making is dropped. */
    @Override
    public void close() {
        threads.shutdownNow();
        queue.clear();
    }
}
