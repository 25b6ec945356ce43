// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** The folder of long work, as a list shows it. */
public interface Listed {

    /** How far something is. */
    enum State {
        /** Everything is there. */
        COMPLETE,
        /** It was interrupted; the same command goes on with it. */
        UNFINISHED,
        /** A process is at work on it. */
        RUNNING,
        /** It cannot be told, since another version of pdrop wrote it or a file is broken. */
        UNKNOWN
    }

    /** The folder. */
    Path path();

    /** What people call it. */
    String name();

    /** How far it is. */
    State state();

    /** When it was finished, or else last written to. */
    Instant date();

    /** What it takes on disk. */
    long bytes();

    /**
     * Removes what pdrop wrote into the folder, and the folder unless it holds anything else.
     *
     * @return whether the folder is gone
     * @throws FailedRunException if a process is at work on it, or it cannot be removed
     */
    boolean remove();

    /** What all files below a folder take; those that vanish meanwhile do not count. */
    static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
