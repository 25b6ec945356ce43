// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Layout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Gathers examples of equal layout into batches while they stream by.
 *
 * <p>Which examples form a batch follows from their order and layouts and the size alone. Mutable; used by one thread.
 *
 * @param <E> what is gathered
 */
public final class Batches<E> {

    private final ToIntFunction<Layout> size;
    private final Function<E, Layout> layout;
    private final Map<Layout, List<E>> pending = new LinkedHashMap<>();

    /**
     * Batches.
     *
     * @param size examples in a full batch, at least 1
     * @param layout the layout of an example's prompt
     */
    public Batches(int size, Function<E, Layout> layout) {
        this(unused -> size, layout);
        if (size < 1) {
            throw new IllegalArgumentException("batch-size must be at least 1, was " + size);
        }
    }

    /**
     * Batches whose size follows from the layout.
     *
     * @param size examples in a full batch of a layout, at least 1
     * @param layout the layout of an example's prompt
     */
    public Batches(ToIntFunction<Layout> size, Function<E, Layout> layout) {
        this.size = size;
        this.layout = layout;
    }

    /**
     * Adds an example.
     *
     * @return the batch that it fills, if it fills one
     */
    public Optional<List<E>> add(E example) {
        Layout key = layout.apply(example);
        List<E> batch = pending.computeIfAbsent(key, unused -> new ArrayList<>());
        batch.add(example);
        if (batch.size() < size.applyAsInt(key)) {
            return Optional.empty();
        }
        pending.remove(key);
        return Optional.of(List.copyOf(batch));
    }

    /** The batches that are not full, in the order in which they were begun; nothing is pending afterwards. */
    public List<List<E>> rest() {
        List<List<E>> rest = pending.values().stream().map(List::copyOf).toList();
        pending.clear();
        return rest;
    }
}
