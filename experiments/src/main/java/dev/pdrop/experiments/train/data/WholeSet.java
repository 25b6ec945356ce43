// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

import dev.pdrop.spi.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All examples of a data set once, as batches, always the same. */
public final class WholeSet {

    private static final int GROUPS = 64;

    private WholeSet() {}

    /**
     * Hands the batches on, a pool of them being held at a time.
     *
     * @param questions of one image in a group at most
     * @param consumer takes a batch, or says that it wants no more
     * @return whether it took all
     */
    public static boolean handOn(Dataset dataset, BatchMaker maker, int questions, Predicate<TrainingBatch> consumer) {
        try (GroupReader reader = new GroupReader(dataset, questions, 0)) {
            List<ImageGroup> pool = new ArrayList<>(List.of(reader.next()));
            for (Optional<ImageGroup> next = reader.nextOfThisPass();
                    next.isPresent();
                    next = reader.nextOfThisPass()) {
                if (pool.size() == GROUPS) {
                    if (!maker.make(pool, 0).stream().allMatch(consumer)) {
                        return false;
                    }
                    pool.clear();
                }
                pool.add(next.get());
            }
            return maker.make(pool, 0).stream().allMatch(consumer);
        }
    }
}
