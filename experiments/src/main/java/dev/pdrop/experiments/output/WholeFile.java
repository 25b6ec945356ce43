// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.output;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or not at all. */
public final class WholeFile {

    /** Fills a file. */
    public interface Content {
        /** Writes everything; the stream is closed by the caller. */
        void writeTo(OutputStream output) throws IOException;
    }

    private WholeFile() {}

    /**
     * Writes under a temporary name and renames; what is there and is no plain file, such as a pipe, a device or a
     * link, is written to as it is.
     *
     * @param file where to
     * @param content what
     * @throws FailedRunException if it cannot be written; then nothing is left behind
     */
    public static void write(Path file, Content content) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                fill(file, content);
            } else {
                replace(file, content);
            }
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected to write " + file + ", found an output error (" + e.getMessage()
                            + "): make room or check the folder and its permissions, then run the same command again",
                    e);
        }
    }

    private static void replace(Path file, Content content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".partial");
        try {
            fill(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void fill(Path file, Content content) throws IOException {
        try (OutputStream output = Files.newOutputStream(file)) {
            content.writeTo(output);
        }
    }
}
