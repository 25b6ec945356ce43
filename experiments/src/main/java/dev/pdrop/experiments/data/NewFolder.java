// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.data;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.InvalidDataException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that appears whole or not at all: filled under the name {@code NAME.partial} beside it, then renamed.
 *
 * <p>Closing it without {@link #finish()} removes what has been written. May be closed by another thread, such as one
 * that the process starts when it is interrupted; whoever is still writing then gets a {@link FailedRunException}.
 */
final class NewFolder implements AutoCloseable {

    private final Path target;
    private final Path partial;
    private Optional<BufferedWriter> lines = Optional.empty();
    private boolean closed;

    private NewFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /**
     * Begins a folder.
     *
     * @throws InvalidDataException if it is there and holds anything
     * @throws FailedRunException if it cannot be written
     */
    static NewFolder begin(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
        try {
            requireEmpty(absolute, target);
            if (Files.exists(partial)) {
                throw new InvalidDataException("expected nothing at " + partial
                        + ", found what another command is writing or a killed one has left: wait for it or remove it");
            }
            Files.createDirectories(partial);
            return new NewFolder(absolute, partial);
        } catch (IOException e) {
            throw failed(partial, e);
        }
    }

    private static void requireEmpty(Path folder, Path asGiven) throws IOException {
        if (Files.exists(folder) && !(Files.isDirectory(folder) && list(folder).isEmpty())) {
            throw new InvalidDataException("expected a new or empty folder, found something in " + asGiven
                    + ": choose another folder or remove what is there");
        }
    }

    /** Appends a line to a file of UTF-8 text; all lines of a folder go to one file. */
    synchronized void line(String file, String text) {
        requireOpen();
        try {
            if (lines.isEmpty()) {
                lines = Optional.of(Files.newBufferedWriter(partial.resolve(file)));
            }
            lines.get().write(text + "\n");
        } catch (IOException e) {
            throw failed(partial, e);
        }
    }

    /** Writes a file, in a folder of its own if its path says so. */
    synchronized void file(String path, WholeFile.Content content) {
        requireOpen();
        Path file = partial.resolve(path);
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(partial));
        } catch (IOException e) {
            throw failed(partial, e);
        }
        WholeFile.write(file, content);
    }

    /** Gives the folder its name. */
    synchronized void finish() {
        requireOpen();
        try {
            closeLines();
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            closed = true;
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeLines();
        } catch (IOException full) {
            // What could not be written is about to be removed.
        } finally {
            remove();
        }
    }

    private void closeLines() throws IOException {
        if (lines.isPresent()) {
            BufferedWriter open = lines.get();
            lines = Optional.empty();
            open.close();
        }
    }

    private void remove() {
        try (Stream<Path> all = Files.walk(partial)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed(partial, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new FailedRunException("expected to write on, found the command interrupted: nothing is left of "
                    + target + "; run it again");
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static FailedRunException failed(Path path, IOException e) {
        return new FailedRunException(
                "expected to write " + path + ", found an output error (" + e.getMessage()
                        + "): make room or check the folder and its permissions, then run the same command again",
                e);
    }
}
