// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a run that a command names. */
final class RunArgument {

    private RunArgument() {}

    /** The folder that runs are in unless an experiment says otherwise. */
    static Path runs(Toolkit toolkit) {
        return toolkit.home().root().resolve("runs");
    }

    /**
     * The run.
     *
     * @param nameOrFolder a run folder, or the name of one that {@code pdrop runs} lists
     * @throws dev.pdrop.spi.FailedRunException if there is no such run
     */
    static StoredRun read(Toolkit toolkit, String nameOrFolder) {
        Path named = runs(toolkit).resolve(nameOrFolder);
        Path folder = Path.of(nameOrFolder);
        return StoredRun.read(!Files.isDirectory(folder) && Files.isDirectory(named) ? named : folder);
    }
}
