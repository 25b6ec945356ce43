// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.trace;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a trace. */
public final class TraceFile {

    private TraceFile() {}

    /**
     * Writes a file whole or not at all.
     *
     * @throws FailedRunException if it cannot be written
     */
    public static void write(Path file, Trace trace) {
        Path temporary = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.writeString(temporary, trace.json());
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to write a trace to " + file + ", found an output error (" + e.getMessage()
                            + "): check that the folder exists and has room",
                    e);
        }
    }
}
