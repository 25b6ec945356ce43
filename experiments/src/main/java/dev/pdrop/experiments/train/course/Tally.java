// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a model knows, by type and image. Mutable; used by one thread. */
public final class Tally {

    private final Map<String, List<Count>> byType = new TreeMap<>();
    private double loss;
    private int losses;

    /**
     * What was right about one image.
     *
     * @param right how many
     * @param asked of how many
     */
    public record Count(int right, int asked) {}

    /** Adds what was right about one image in one type. */
    void add(String type, int right, int asked) {
        byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(new Count(right, asked));
    }

    /** Adds the loss of a batch. */
    void add(double batch) {
        loss += batch;
        losses++;
    }

    /** The counts of each type, one an image. */
    public Map<String, List<Count>> byType() {
        Map<String, List<Count>> copy = new TreeMap<>();
        byType.forEach((type, counts) -> copy.put(type, List.copyOf(counts)));
        return copy;
    }

    /** The mean loss of the batches; 0 of none. */
    public double loss() {
        return losses == 0 ? 0 : loss / losses;
    }
}
