// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Trainings that differ in a few settings, so that their results can be held against each other.
 *
 * @param name names the folder
 * @param purpose what it is for
 * @param folder holds the folders of the trainings, each under its arm's name, and what they are compared by
 * @param trainings one an arm, in the order of the file, at least one; each bears its arm's name
 * @param evaluation the experiment whose methods are asked of every trained model; absent for none
 * @param settings what is set of the whole and not of its trainings: name, output, evaluation
 */
public record TrainingExperiment(
        String name,
        String purpose,
        Path folder,
        List<TrainingPlan> trainings,
        Optional<String> evaluation,
        Config settings) {

    /** Copies the trainings. */
    public TrainingExperiment {
        trainings = List.copyOf(trainings);
    }

    /** Stages that arms have in common. */
    public Path beginnings() {
        return folder.resolve("beginnings");
    }

    /** The runs in which the trained models were asked. */
    public Path runs() {
        return folder.resolve("runs");
    }

    /** What came out, for machines. */
    public Path results() {
        return folder.resolve("results.json");
    }

    /** What came out, for people. */
    public Path report() {
        return folder.resolve("report.html");
    }
}
