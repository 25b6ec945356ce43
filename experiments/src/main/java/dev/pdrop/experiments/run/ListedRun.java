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
public record ListedRun(Path path, State state, Optional<Manifest> manifest, Instant date, long bytes)
        implements Listed {

    /**
     * The runs below a folder and the repetitions of such runs, latest first; none if there is no such folder. A run is
     * known by the name of its folder and by the files that every run begins with.
     *
     * @throws FailedRunException if it cannot be read
     */
    public static List<ListedRun> below(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        return Stream.concat(Stream.of(parent), Repetitions.beside(parent).stream())
                .flatMap(place -> made(place).stream())
                .map(ListedRun::of)
                .sorted(Comparator.comparing(ListedRun::date).reversed().thenComparing(ListedRun::path))
                .toList();
    }

    private static List<Path> made(Path place) {
        try (Stream<Path> folders = Files.list(place)) {
            return folders.filter(RunFolder::isMade).toList();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a folder of runs at " + place + ", found an input error (" + e.getMessage()
                            + "): check its permissions",
                    e);
        }
    }

    /**
     * Name of the run: that of its folder, of a repetition with its number, such as {@code reruns/1/quick-01234567}.
     */
    @Override
    public String name() {
        return Repetitions.name(path);
    }

    @Override
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
                Listed.bytes(folder));
    }

    private static State whenFree(Path folder, Optional<Manifest> manifest) {
        if (manifest.isEmpty() && RunFolder.isOne(folder)) {
            return State.UNKNOWN;
        }
        return manifest.map(Manifest::complete).orElse(false) ? State.COMPLETE : State.UNFINISHED;
    }

    /** When the run itself last wrote: a report that is written again, or a look at the lock, is none of its doing. */
    private static Instant lastWritten(Path folder) {
        return Stream.of(RunFolder.JOURNAL, RunFolder.MANIFEST, RunFolder.EFFECTIVE_CONF)
                .map(file -> folder.resolve(file).toFile().lastModified())
                .map(Instant::ofEpochMilli)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }
}
