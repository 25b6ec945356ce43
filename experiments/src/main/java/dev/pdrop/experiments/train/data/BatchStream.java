// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.PdropException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Batches without end, made ahead in the background.
 *
 * <p>Which batches come, and in what order, follows from data sets and position alone: threads only decide how soon.
 * What is held is what is made ahead. Mutable; used by one thread. Close it.
 */
public final class BatchStream implements AutoCloseable {

    /** Batches in a pool: enough for groups of like length to meet. */
    private static final int BATCHES = 8;

    private final List<Dataset> phases;
    private final BatchMaker maker;
    private final int questions;
    private final int groups;
    private final long seed;
    private final int threads;
    private final ExecutorService workers;
    private final Deque<Pool> ahead = new ArrayDeque<>();
    private GroupReader reader;
    private Position position;

    /** Batches being made. */
    private record Pool(long start, long end, Future<List<TrainingBatch>> batches) {}

    /**
     * A stream.
     *
     * @param phases the data sets, of which one is read at a time
     * @param maker turns pools into batches
     * @param questions of one image in a group at most
     * @param batchSize groups of a batch
     * @param seed of the order
     * @param threads that make batches
     * @param from where to begin
     */
    public BatchStream(
            List<Dataset> phases,
            BatchMaker maker,
            int questions,
            int batchSize,
            long seed,
            int threads,
            Position from) {
        this.phases = List.copyOf(phases);
        this.maker = maker;
        this.questions = questions;
        this.groups = BATCHES * batchSize;
        this.seed = seed;
        this.threads = threads;
        this.workers = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
        });
        this.position = from;
        this.reader = new GroupReader(this.phases.get(from.phase()), questions, from.start());
    }

    /** What has been taken. */
    public Position position() {
        return position;
    }

    /**
     * The next batch.
     *
     * @param phase the data set; another one than last time goes on at the same number of example
     * @throws PdropException if an example is malformed or cannot be read
     */
    public TrainingBatch next(int phase) {
        if (phase != position.phase()) {
            begin(new Position(phase, position.end(), position.end(), 0));
        }
        while (ahead.size() <= threads) {
            ahead.add(pool());
        }
        Pool pool = ahead.getFirst();
        List<TrainingBatch> batches = finished(pool.batches());
        int taken = position.taken();
        if (taken >= batches.size()) {
            ahead.removeFirst();
            position = new Position(phase, pool.end(), pool.end(), 0);
            return next(phase);
        }
        position = new Position(phase, pool.start(), pool.end(), taken + 1);
        return batches.get(taken);
    }

    private void begin(Position at) {
        ahead.forEach(pool -> pool.batches().cancel(false));
        ahead.clear();
        reader.close();
        position = at;
        reader = new GroupReader(phases.get(at.phase()), questions, at.start());
    }

    private Pool pool() {
        long start = reader.position();
        List<ImageGroup> read = new ArrayList<>();
        while (read.size() < groups) {
            read.add(reader.next());
        }
        return new Pool(start, reader.position(), workers.submit(() -> maker.make(read, seed ^ start)));
    }

    private static List<TrainingBatch> finished(Future<List<TrainingBatch>> batches) {
        try {
            return batches.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PdropException known) {
                throw known;
            }
            throw new IllegalStateException("making a batch failed", e.getCause());
        }
    }

    /**
     * Waits for batches that are being made: they are inside of the data set, or of native code, until they are not.
     */
    @Override
    public void close() {
        workers.shutdownNow();
        try {
            while (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
                // No data set reads for ever.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
