// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.experiments.run.RunLock;
import dev.pdrop.experiments.train.checkpoint.Checkpoint;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a training writes.
 *
 * @param folder holds everything
 */
public record TrainingFiles(Path folder) {

    private static final String PARTIAL = ".partial";

    private static final String ANEW = "begin anew with --fresh";

    /** The model before its first step, as its starter wrote it. */
    public Path start() {
        return folder.resolve("start");
    }

    /** What the training goes on from. */
    Path last() {
        return folder.resolve("last.checkpoint");
    }

    /** Opens the same. */
    Checkpoint readLast() {
        return Checkpoint.read(last(), ANEW);
    }

    /** The weights that answered most validation questions. */
    Path best() {
        return folder.resolve("best.checkpoint");
    }

    /**
     * Opens the same.
     *
     * @throws FailedRunException if it is gone or broken
     */
    Checkpoint readBest() {
        if (!Files.exists(best())) {
            throw new FailedRunException("expected the weights that answered most validation questions at " + best()
                    + ", found none: " + ANEW);
        }
        return Checkpoint.read(best(), ANEW);
    }

    /** The model as it is going to be stored, for as long as the test questions are asked. */
    Path examined() {
        return folder.resolve("examined");
    }

    /** The result: a folder that other tools open. */
    public Path model() {
        return folder.resolve("model");
    }

    /** What the model knew of the test questions; written before the model is. */
    Path results() {
        return folder.resolve("results.json");
    }

    /** What the result is and what it can do, in its folder. */
    public Path card() {
        return model().resolve("README.md");
    }

    /** How it went. */
    public Path curve() {
        return folder.resolve(Curve.FILE);
    }

    /** By which an MLflow server knows the training, if one was told. */
    private Path tracking() {
        return folder.resolve("tracking.json");
    }

    /** Every setting as it held, each with where it was set. */
    public Path settings() {
        return folder.resolve("effective.conf");
    }

    /** The page about the training. */
    public Path report() {
        return folder.resolve("report.html");
    }

    /**
     * Removes all that a training wrote; what others put into the folder stays. A process that is killed meanwhile
     * leaves a training that is not finished, or none.
     */
    void removeAll() {
        for (Path file : List.of(results(), last(), best(), settings(), report(), curve(), tracking())) {
            remove(file);
        }
        discard(start());
        discard(examined());
        discard(model());
    }

    /** Whether a training has begun here. */
    boolean isMade() {
        return Files.isRegularFile(settings()) && (Files.isDirectory(start()) || Files.isRegularFile(last()));
    }

    /** When the training last wrote: a report that is written again, or a look at the lock, is none of its doing. */
    Instant lastWritten() {
        return Stream.of(settings(), last(), curve(), card())
                .map(file -> Instant.ofEpochMilli(file.toFile().lastModified()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /**
     * Removes all that a training wrote, and the folder unless it holds anything else.
     *
     * @return whether the folder is gone
     * @throws FailedRunException if a process is at work on it, or it cannot be removed
     */
    boolean removeFolder() {
        try {
            RunLock lock = RunLock.take(folder);
            try {
                removePartial();
                removeAll();
                lock.removeFile();
                Files.delete(folder);
                return true;
            } finally {
                lock.close();
            }
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Removes what a killed process left half written. */
    void removePartial() {
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.toString().endsWith(PARTIAL)).toList().forEach(TrainingFiles::remove);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * Writes a folder whole or not at all, in place of one that may be there.
     *
     * @param content fills an empty folder
     */
    static void writeFolder(Path folder, Consumer<Path> content) {
        Path partial = folder.resolveSibling(folder.getFileName() + PARTIAL);
        remove(partial);
        try {
            Files.createDirectories(partial);
            content.accept(partial);
            discard(folder);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /** Removes a folder that may be there, whole or not at all for those who look for it. */
    static void discard(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        Path old = folder.resolveSibling(folder.getFileName() + ".old" + PARTIAL);
        remove(old);
        try {
            Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(folder, e);
        }
        remove(old);
    }

    static void writeText(Path file, String text) {
        WholeFile.write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static FailedRunException failed(Path path, IOException cause) {
        return new FailedRunException(
                "expected to write " + path + ", found an error (" + cause.getMessage()
                        + "): make room or check its permissions, then run the same command again",
                cause);
    }
}
