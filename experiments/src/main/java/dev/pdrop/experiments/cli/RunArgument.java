// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the run that a command names. */
final class RunArgument {

    private static final String MANIFEST = "manifest.json";

    private RunArgument() {}

    /** The folder that runs are in unless an experiment says otherwise. */
    static Path runs(Toolkit toolkit) {
        return toolkit.home().root().resolve("runs");
    }

    /**
     * The run.
     *
     * @param argument a run folder, the name of one in {@link #runs}, or the beginning of such a name: the newest wins
     * @throws FailedRunException if there is no such run
     */
    static StoredRun read(Toolkit toolkit, String argument) {
        Path runs = runs(toolkit);
        Path folder = asPath(Path.of(""), argument)
                .or(() -> asPath(runs, argument))
                .or(() -> newest(argument, runs))
                .orElseThrow(() -> new FailedRunException("expected a run folder or the name of a run in "
                        + Watched.fromHere(runs) + ", found none for '" + argument
                        + "': name the folder that pdrop run printed"));
        return StoredRun.read(folder);
    }

    private static Optional<Path> asPath(Path place, String argument) {
        try {
            return Optional.of(place.resolve(argument).toAbsolutePath().normalize())
                    .filter(RunArgument::isRun);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> newest(String name, Path runs) {
        if (name.isEmpty() || !Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(name))
                    .filter(RunArgument::isRun)
                    .max(Comparator.comparing((Path folder) ->
                                    folder.resolve(MANIFEST).toFile().lastModified())
                            .thenComparing(Path::toString));
        } catch (IOException e) {
            throw new FailedRunException("expected to list " + runs + ", found " + e.getMessage(), e);
        }
    }

    private static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }
}
