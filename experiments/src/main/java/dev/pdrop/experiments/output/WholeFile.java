// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.output;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all. */
public final class WholeFile {

    /** Fills a file. */
    public interface Content {
        /** Writes everything; the stream is closed by the caller. */
        void writeTo(OutputStream output) throws IOException;
    }

    private static final String TEMPORARY = ".partial";

    private WholeFile() {}

    /** Whether a file is one under a temporary name, as a killed process leaves it. */
    public static boolean isTemporary(Path file) {
        return file.toString().endsWith(TEMPORARY);
    }

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
        // Of its own for each process: two may write the same report.
        String writer = "." + ProcessHandle.current().pid();
        Path temporary = file.resolveSibling(file.getFileName() + writer + TEMPORARY);
        try {
            fill(temporary, content);
            force(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A renamed file whose content is still on its way to the disk would be empty after a loss of power. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void fill(Path file, Content content) throws IOException {
        try (OutputStream output = Files.newOutputStream(file)) {
            content.writeTo(output);
        }
    }
}
