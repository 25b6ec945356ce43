// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import dev.pdrop.spi.Example;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** The questions of pictures as examples, in order; knows how many are left, so that counting makes none. */
final class Examples implements Spliterator<Example>, AutoCloseable {

    /** Pictures made ahead: a few batches. */
    private static final int AHEAD = 32;

    private final ReadAhead<List<Example>> pictures;
    private List<Example> current = List.of();
    private int position;
    private long left;

    /**
     * Examples.
     *
     * @param examples of a picture
     * @param first number of the first picture
     * @param perPicture questions of each
     * @param count questions in all
     * @param threads make them ahead
     */
    Examples(LongFunction<List<Example>> examples, long first, int perPicture, long count, int threads) {
        long end = Math.addExact(first, Math.floorDiv(count - 1, (long) perPicture) + 1);
        this.pictures = new ReadAhead<>(examples, first, end, threads, AHEAD);
        this.left = count;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Example> action) {
        if (left == 0) {
            close();
            return false;
        }
        if (position == current.size()) {
            current = pictures.next();
            position = 0;
        }
        left--;
        action.accept(current.get(position++));
        return true;
    }

    @Override
    public @Nullable Spliterator<Example> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return left;
    }

    @Override
    public int characteristics() {
        return ORDERED | SIZED | SUBSIZED | DISTINCT | NONNULL | IMMUTABLE;
    }

    @Override
    public void close() {
        pictures.close();
    }
}
