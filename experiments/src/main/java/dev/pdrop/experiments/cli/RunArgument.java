// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.KeptRuns;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the run or training that a command names. */
final class RunArgument {

    private RunArgument() {}

    /** The folder that runs are in unless an experiment says otherwise. */
    static Path runs(Toolkit toolkit) {
        return toolkit.home().runs();
    }

    /**
     * The run.
     *
     * @throws FailedRunException if there is no such run
     * @see KeptRuns#read
     */
    static StoredRun read(Toolkit toolkit, String argument) {
        return new KeptRuns(runs(toolkit)).read(argument);
    }

    /**
     * A training; empty if it is not the folder of one.
     *
     * @param argument a folder, or the name of one in the folder that trainings are in unless they say otherwise
     */
    static Optional<TrainingFiles> training(Toolkit toolkit, String argument) {
        return training(Path.of(""), argument)
                .or(() -> training(runs(toolkit).resolve("training"), argument))
                .map(TrainingFiles::new);
    }

    private static Optional<Path> training(Path place, String argument) {
        try {
            return Optional.of(place.resolve(argument).toAbsolutePath().normalize())
                    .filter(folder -> Files.isRegularFile(folder.resolve(Curve.FILE)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
