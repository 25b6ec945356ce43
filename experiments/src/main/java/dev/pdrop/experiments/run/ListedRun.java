// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run folder as a list shows it.
 *
 * @param path the folder
 * @param state how far it is
 * @param manifest what ran; absent if the run was stopped before it wrote one, or another version of pdrop wrote it
 * @param date when it was finished, or else last written to
 * @param bytes what it takes on disk
 */
public record ListedRun(Path path, State state, Optional<Manifest> manifest, Instant date, long bytes) {

    /** How far a run is. */
    public enum State {
        /** Every answer is there. */
        COMPLETE,
        /** It was interrupted; the same command continues it. */
        UNFINISHED,
        /** A process is at work on it. */
        RUNNING,
        /** Another version of pdrop wrote its manifest: whether it is complete cannot be told. */
        UNKNOWN
    }

    /**
     * The runs below a folder, latest first; none if there is no such folder. A run is known by the name of its folder
     * and by the files that every run begins with.
     *
     * @throws FailedRunException if it cannot be read
     */
    public static List<ListedRun> below(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(RunFolder::isMade)
                    .map(ListedRun::of)
                    .sorted(Comparator.comparing(ListedRun::date).reversed().thenComparing(ListedRun::path))
                    .toList();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a folder of runs at " + parent + ", found an input error (" + e.getMessage()
                            + "): check its permissions",
                    e);
        }
    }

    /** Name of the run: that of its folder. */
    public String name() {
        return path.getFileName().toString();
    }

    /**
     * Removes what pdrop wrote into the folder, and the folder unless it holds anything else.
     *
     * @return whether the folder is gone
     * @throws FailedRunException if a process is at work on it, or it cannot be removed
     */
    public boolean remove() {
        try (RunFolder folder = RunFolder.open(path, false)) {
            return folder.discard();
        }
    }

    private static ListedRun of(Path folder) {
        Optional<Manifest> manifest = RunFolder.manifestIn(folder);
        return new ListedRun(
                folder,
                RunLock.isTaken(folder) ? State.RUNNING : whenFree(folder, manifest),
                manifest,
                manifest.flatMap(Manifest::finished).orElseGet(() -> lastWritten(folder)),
                bytes(folder));
    }

    private static State whenFree(Path folder, Optional<Manifest> manifest) {
        if (manifest.isEmpty() && RunFolder.isOne(folder)) {
            return State.UNKNOWN;
        }
        return manifest.map(Manifest::complete).orElse(false) ? State.COMPLETE : State.UNFINISHED;
    }

    /** What vanishes while it is looked at takes nothing and was written long ago. */
    private static Instant lastWritten(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.toFile().lastModified())
                    .map(Instant::ofEpochMilli)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
