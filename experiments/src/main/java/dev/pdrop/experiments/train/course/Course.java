// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.spi.Parameter;
import java.util.List;

/** What is taught in a stage, to one model. Close it. */
public interface Course extends AutoCloseable {

    /** What is learnt for the course alone and thrown away with it. */
    List<Parameter> aids();

    /**
     * Runs a batch through the model.
     *
     * @param done share of the stage that is over, from 0 to below 1
     * @param step by which random numbers differ from those of other steps
     * @return the caller closes it
     */
    Forward forward(TrainingBatch batch, double done, int step);

    /**
     * Asks the model what it knows, without recording.
     *
     * @param tally takes what came out
     */
    void examine(TrainingBatch batch, Tally tally);

    @Override
    void close();
}
