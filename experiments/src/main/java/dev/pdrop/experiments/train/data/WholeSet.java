// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** All examples of a data set once, as batches, always the same. */
public final class WholeSet {

    private static final int GROUPS = 64;

    private WholeSet() {}

    /**
     * Hands the batches on, a pool of them being held at a time.
     *
     * @param questions of one image in a group at most
     */
    public static void forEach(Dataset dataset, BatchMaker maker, int questions, Consumer<TrainingBatch> consumer) {
        try (GroupReader reader = new GroupReader(dataset, questions, 0)) {
            List<ImageGroup> pool = new ArrayList<>(List.of(reader.next()));
            for (Optional<ImageGroup> next = reader.nextOfThisPass();
                    next.isPresent();
                    next = reader.nextOfThisPass()) {
                if (pool.size() == GROUPS) {
                    maker.make(pool, 0).forEach(consumer);
                    pool.clear();
                }
                pool.add(next.get());
            }
            maker.make(pool, 0).forEach(consumer);
        }
    }
}
