// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.output.WholeFile;
import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run, held by one process at a time.
 *
 * <p>Held by a lock of the operating system, which is gone with the process. Files other than the journal are written
 * under a temporary name and renamed.
 */
public final class RunFolder implements AutoCloseable {

    static final String EFFECTIVE_CONF = "effective.conf";
    static final String MANIFEST = "manifest.json";
    static final String JOURNAL = "journal.jsonl";
    static final String RESULTS_CSV = "results.csv";
    static final String RESULTS = "results.json";
    static final String TYPES_CSV = "results-by-type.csv";
    static final String PAIRS_CSV = "pairs.csv";
    static final String CHANGED = "changed.json";
    static final String GATES = "gates.json";
    static final String MEASURED = "measured.json";
    static final String DIAGNOSIS = "diagnosis.json";

    /** The page of the report package. */
    static final String REPORT = "report.html";

    /** All that pdrop writes into a run folder besides the lock; the last is what tracking remembers. */
    private static final Set<String> NAMES = Set.of(
            EFFECTIVE_CONF,
            MANIFEST,
            JOURNAL,
            RESULTS_CSV,
            RESULTS,
            TYPES_CSV,
            PAIRS_CSV,
            CHANGED,
            GATES,
            MEASURED,
            DIAGNOSIS,
            REPORT,
            "tracking.json");

    /** What does not hold any longer once an answer is missing. */
    private static final Set<String> OUTCOMES =
            Set.of(RESULTS_CSV, RESULTS, TYPES_CSV, PAIRS_CSV, CHANGED, MEASURED, DIAGNOSIS, REPORT);

    private static final Pattern NAME = Pattern.compile(".+-[0-9a-f]{8}");

    private final Path path;
    private final RunLock lock;

    private RunFolder(Path path, RunLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder, making it if there is none; temporary files that a killed process left are removed.
     *
     * @param path the folder
     * @param fresh whether what a run left in it is thrown away
     * @throws FailedRunException if another process holds it, or it cannot be made
     */
    public static RunFolder open(Path path, boolean fresh) {
        try {
            Files.createDirectories(path);
            RunFolder folder = new RunFolder(path, RunLock.take(path));
            folder.remove(file -> fresh || WholeFile.isTemporary(file));
            return folder;
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a run folder at " + path + ", found that it cannot be written (" + e.getMessage()
                            + "): choose another place with --set output=..",
                    e);
        }
    }

    /** Whether a folder holds a run. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST));
    }

    /** Whether a folder was made by a run, which may have been stopped before it said what it is: name and files. */
    static boolean isMade(Path folder) {
        return NAME.matcher(folder.getFileName().toString()).matches()
                && Stream.of(EFFECTIVE_CONF, JOURNAL).anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    /** The folders below a folder that hold runs, by name; none if it cannot be read. */
    static List<Path> below(Path parent) {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(RunFolder::isOne).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Its journal, opened; the caller closes it. */
    Journal journal() {
        return Journal.open(path.resolve(JOURNAL));
    }

    /** What an earlier process left as manifest; absent if there is none of the present form. */
    Optional<Manifest> manifest() {
        return manifestIn(path);
    }

    /** The manifest in a folder; absent if there is none of the present form. */
    static Optional<Manifest> manifestIn(Path folder) {
        try {
            return isOne(folder) ? Optional.of(Manifest.read(folder.resolve(MANIFEST))) : Optional.empty();
        } catch (FailedRunException unreadable) {
            // Of another version: whoever asks goes on without it.
            return Optional.empty();
        }
    }

    /** The gates that a run in this folder has passed; absent if there are none of the present form. */
    Optional<PassedGates> gates() {
        return stored(path.resolve(GATES), PassedGates.class);
    }

    /** The times that were measured in this folder; absent if there are none of the present form. */
    Optional<MeasuredRun> measured() {
        return stored(path.resolve(MEASURED), MeasuredRun.class);
    }

    /** What was seen of what arms keep; absent if there is nothing of the present form. */
    Optional<DiagnosedRun> diagnosed() {
        return stored(path.resolve(DIAGNOSIS), DiagnosedRun.class);
    }

    /** What a file holds; absent if it is not there or of another form, so that it is made anew. */
    private static <T> Optional<T> stored(Path file, Class<T> type) {
        try {
            return Optional.ofNullable(Json.value(Files.readString(file), type));
        } catch (IOException | RuntimeException unreadable) {
            // Besides its own exceptions the library throws what a record's constructor throws.
            return Optional.empty();
        }
    }

    /** Writes a file whole or not at all. */
    void write(String name, String content) {
        WholeFile.write(path.resolve(name), output -> output.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Removes a file, if it is there. */
    void remove(String name) {
        removeAll(file -> file.getFileName().toString().equals(name));
    }

    /** Removes results that no longer hold. */
    void removeResults() {
        removeAll(file -> OUTCOMES.contains(file.getFileName().toString()));
    }

    /** Removes what a run left if there is no answer: nothing happened here. */
    void discardIfEmpty() {
        Path journal = path.resolve(JOURNAL);
        try {
            if (!Files.exists(journal) || Files.size(journal) == 0) {
                discard();
            }
        } catch (IOException e) {
            throw notRemoved(path, e);
        }
    }

    /**
     * Removes what pdrop wrote, and the folder unless it holds anything else.
     *
     * @return whether the folder is gone
     */
    boolean discard() {
        removeAll(file -> true);
        try {
            lock.removeFile();
            Files.deleteIfExists(path);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            throw notRemoved(path, e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }

    private void removeAll(Predicate<Path> which) {
        try {
            remove(which);
        } catch (IOException e) {
            throw notRemoved(path, e);
        }
    }

    private void remove(Predicate<Path> which) throws IOException {
        List<Path> old;
        try (Stream<Path> all = Files.list(path)) {
            old = all.filter(RunFolder::isWritten).filter(which).toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
    }

    /** Whether a file is one that pdrop writes, under its name or a temporary one; what others put here stays. */
    private static boolean isWritten(Path file) {
        String name = file.getFileName().toString();
        boolean temporary = WholeFile.isTemporary(file) && NAMES.stream().anyMatch(own -> name.startsWith(own + "."));
        return (temporary || NAMES.contains(name)) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static FailedRunException notRemoved(Path path, IOException cause) {
        return new FailedRunException(
                "expected to remove files of " + path + ", found an error (" + cause.getMessage()
                        + "): check its permissions",
                cause);
    }
}
