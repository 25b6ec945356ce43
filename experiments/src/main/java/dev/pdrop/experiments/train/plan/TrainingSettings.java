// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.plan.TrackingSettings;
import dev.pdrop.experiments.train.optimiser.OptimiserSettings;
import dev.pdrop.spi.TrainableBackbone.StoredFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The top level of a training file; its blocks are bound by others.
 *
 * @param name names the folder
 * @param purpose what it is for, in free text
 * @param seed all randomness derives from it
 * @param threads of libtorch; as many as it likes if absent
 * @param dataThreads that make batches ahead
 * @param model the block of what begins the model
 * @param backbone settings of the backbone that trains it
 * @param prompt what is said to the model
 * @param dataset the data set that is learnt
 * @param validation the data set by which the best weights are chosen
 * @param test the data set by which the result is judged
 * @param optimiser what the stages' optimisers start from
 * @param stages the stages
 * @param divergence how many times its first loss a stage's loss may reach
 * @param format what the result is stored in
 * @param logEvery steps between two lines of the curve
 * @param output the folder that holds the folders of trainings
 * @param tracking where a training is followed from outside
 */
record TrainingSettings(
        String name,
        String purpose,
        long seed,
        Optional<Integer> threads,
        int dataThreads,
        Config model,
        Config backbone,
        String prompt,
        Config dataset,
        Config validation,
        Config test,
        OptimiserSettings optimiser,
        Stages stages,
        double divergence,
        StoredFormat format,
        int logEvery,
        Path output,
        Optional<TrackingSettings> tracking) {

    /**
     * The stages in the order in which they come; one that is null is left out.
     *
     * @param tower the vision tower learns what each patch shows
     * @param alignment projected features learn to point the way of word embeddings
     * @param grounding the whole model learns to answer, before what trainings are compared by
     * @param tuning the whole model learns to answer
     */
    record Stages(
            Optional<StageSettings> tower,
            Optional<StageSettings> alignment,
            Optional<StageSettings> grounding,
            Optional<StageSettings> tuning) {

        /** Checks that there is one, and that nothing is prepared for that does not come. */
        Stages {
            require(
                    tower.isPresent() || alignment.isPresent() || grounding.isPresent() || tuning.isPresent(),
                    "stages must hold at least one, held none");
            require(
                    grounding.isEmpty() || tuning.isPresent(),
                    "stages must hold tuning behind grounding, which only prepares for it, held grounding alone; name"
                            + " that stage tuning");
        }
    }

    /** Checks ranges. */
    TrainingSettings {
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "name must be letters, digits and . _ - since it names a folder, was '" + name + "'");
        require(threads.orElse(1) >= 1, "threads must be at least 1, was " + threads.orElse(1));
        require(dataThreads >= 1, "data-threads must be at least 1, was " + dataThreads);
        require(divergence > 1, "divergence must be above 1, was " + divergence);
        require(logEvery >= 1, "log-every must be at least 1, was " + logEvery);
        require(
                prompt.contains(DatasetPlan.QUESTION),
                "prompt must contain " + DatasetPlan.QUESTION + ", was '" + prompt + "'");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
