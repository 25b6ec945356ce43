// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Layout;

/**
 * How many prompts may run together: as many as asked for, or fewer if their states would take more memory than
 * allowed.
 *
 * <p>An estimate from above of what one way down a tree holds: rows at each stage, cached keys and values, and what a
 * layer needs while it runs. Weights are not counted. It follows from settings alone, so that a run that is continued,
 * on whatever machine, forms the same batches.
 *
 * @param bytes that states may take, together
 * @param atMost prompts that run together if memory allows, at least 1
 * @param geometry the sizes of the model
 * @param bytesPerNumber of rows and caches
 * @param maxNewTokens tokens of an answer
 */
public record MemoryBudget(long bytes, int atMost, Geometry geometry, int bytesPerNumber, int maxNewTokens) {

    /** The caches themselves, a copy while a question goes on from a shared prefix, and one while a token is added. */
    private static final int CACHES = 3;

    /** Stages on one way down at most; not those of the arms at hand, since one arm more must change no batch. */
    private static final int STAGES = 8;

    /** Rows of text that a ranker may ask from at once, with a score of each head for each row. */
    private static final int ASKING_ROWS = 64;

    /**
     * How many prompts of a layout run together.
     *
     * @throws FailedRunException if not even one fits
     */
    public int prompts(Layout layout) {
        long one = bytesOfOne(layout);
        if (one > bytes) {
            throw new FailedRunException("expected room for one prompt of " + layout.length() + " rows, about "
                    + size(one) + ", found engine.memory = " + size(bytes) + ": allow more");
        }
        return (int) Math.min(atMost, bytes / one);
    }

    /** What one prompt of a layout takes at most, in bytes. */
    public long bytesOfOne(Layout layout) {
        long rows = (long) layout.length() + maxNewTokens;
        long cached = 2L * geometry.keyValueHeads() * geometry.headSize() * geometry.layers();
        long kept = (STAGES + 2L) * geometry.hiddenSize();
        long running = 6L * geometry.hiddenSize() + 3L * geometry.feedForwardSize();
        long asked = (long) ASKING_ROWS * geometry.heads() * Float.BYTES;
        return rows * ((CACHES * cached + kept + running) * bytesPerNumber + asked);
    }

    /** Rounded up. */
    private static String size(long number) {
        return number < 1 << 20 ? ((number + 1023) >> 10) + " KiB" : ((number + (1 << 20) - 1) >> 20) + " MiB";
    }
}
