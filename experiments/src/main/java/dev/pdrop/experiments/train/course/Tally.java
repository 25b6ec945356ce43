// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what a model knows, by type and image. An image may come again, in another batch or another type: it is one
 * all the same, since questions on one image share what makes it hard. Mutable; used by one thread.
 */
public final class Tally {

    private final Map<String, Map<Object, Count>> byType = new TreeMap<>();
    private final Map<Object, Count> overall = new LinkedHashMap<>();
    private double loss;
    private int losses;

    /**
     * What was right about one image.
     *
     * @param right how many
     * @param asked of how many
     */
    public record Count(int right, int asked) {

        private Count and(Count more) {
            return new Count(right + more.right, asked + more.asked);
        }
    }

    /**
     * Adds what was right about one image in one type.
     *
     * @param image the image, or what else is one of many alike; kept, and told from others by {@code equals}
     */
    void add(Object image, String type, int right, int asked) {
        Count count = new Count(right, asked);
        byType.computeIfAbsent(type, unused -> new LinkedHashMap<>()).merge(image, count, Count::and);
        overall.merge(image, count, Count::and);
    }

    /** Adds the loss of a batch. */
    void add(double batch) {
        loss += batch;
        losses++;
    }

    /** The counts of each type, one an image. */
    public Map<String, List<Count>> byType() {
        Map<String, List<Count>> copy = new TreeMap<>();
        byType.forEach((type, counts) -> copy.put(type, List.copyOf(counts.values())));
        return copy;
    }

    /** The counts of all types together, one an image. */
    public List<Count> overall() {
        return List.copyOf(overall.values());
    }

    /** The mean loss of the batches; 0 of none. */
    public double loss() {
        return losses == 0 ? 0 : loss / losses;
    }
}
