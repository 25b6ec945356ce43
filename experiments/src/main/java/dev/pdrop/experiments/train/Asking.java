// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.course.Course;
import dev.pdrop.experiments.train.course.Tally;
import dev.pdrop.experiments.train.data.BatchMaker;
import dev.pdrop.experiments.train.data.WholeSet;
import dev.pdrop.spi.Dataset;
import java.util.Optional;

/** Asks a model everything that a data set holds. */
final class Asking {

    private Asking() {}

    /**
     * What the model knew; empty if somebody wanted the end meanwhile, which is heeded before each batch: thousands of
     * questions take minutes.
     *
     * @param questions of one image in a sequence at most
     */
    static Optional<Tally> all(Course course, Dataset dataset, BatchMaker maker, int questions, Stop stop) {
        Tally tally = new Tally();
        boolean whole = WholeSet.handOn(dataset, maker, questions, batch -> {
            if (stop.wanted()) {
                return false;
            }
            course.examine(batch, tally);
            return true;
        });
        return whole ? Optional.of(tally) : Optional.empty();
    }
}
