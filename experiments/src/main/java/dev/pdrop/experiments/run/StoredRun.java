// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as its folder tells it, finished or not; needs no plan, no plugin and no lock.
 *
 * @param path the run folder
 * @param manifest what ran
 * @param results what came out; absent while the run is not complete
 * @param effectiveConf the whole experiment as HOCON, each value with its origin; runs as it is
 */
public record StoredRun(Path path, Manifest manifest, Optional<Results> results, String effectiveConf) {

    /**
     * Reads everything but the journal.
     *
     * @param folder a run folder
     * @throws FailedRunException if it is none, or was written in another form
     */
    public static StoredRun read(Path folder) {
        if (!RunFolder.isOne(folder)) {
            throw new FailedRunException("expected a run folder, found no " + RunFolder.MANIFEST + " in " + folder
                    + ": name a folder that a run has left");
        }
        Manifest manifest = Manifest.read(folder.resolve(RunFolder.MANIFEST));
        Optional<Results> results =
                manifest.complete() ? Optional.of(results(folder.resolve(RunFolder.RESULTS))) : Optional.empty();
        return new StoredRun(folder, manifest, results, text(folder.resolve(RunFolder.EFFECTIVE_CONF)));
    }

    /** Name of the run: that of its folder. */
    public String name() {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /**
     * The answers of this run's arms, in the order in which they were journalled, each (arm, replicate, example) once;
     * close the stream. Read as they are consumed; a line that an interruption tore is left out.
     *
     * @throws FailedRunException here or while consuming, if the journal cannot be read
     */
    public Stream<AnswerRecord> records() {
        return Journal.records(path.resolve(RunFolder.JOURNAL), manifest);
    }

    /**
     * A sample of answers that differ from those of the unreduced arm, arm by arm; empty while the run is not complete.
     *
     * @throws FailedRunException if the file was written in another form
     */
    public List<ChangedAnswer> changed() {
        Path file = path.resolve(RunFolder.CHANGED);
        return manifest.complete() && Files.exists(file) ? List.of(value(file, ChangedAnswer[].class)) : List.of();
    }

    /**
     * How long the arms took, if the run was asked to measure; absent while it is not complete.
     *
     * @throws FailedRunException if the file was written in another form
     */
    public Optional<MeasuredRun> measured() {
        Path file = path.resolve(RunFolder.MEASURED);
        return manifest.complete() && Files.exists(file)
                ? Optional.of(value(file, MeasuredRun.class))
                : Optional.empty();
    }

    /**
     * What the arms keep, if the run was asked to look; absent while it is not complete.
     *
     * @throws FailedRunException if the file was written in another form
     */
    public Optional<DiagnosedRun> diagnosed() {
        Path file = path.resolve(RunFolder.DIAGNOSIS);
        return manifest.complete() && Files.exists(file)
                ? Optional.of(value(file, DiagnosedRun.class))
                : Optional.empty();
    }

    private static Results results(Path file) {
        Results results = value(file, Results.class);
        if (results.schema() > Results.SCHEMA) {
            throw new FailedRunException(
                    "expected results of schema 1 to " + Results.SCHEMA + ", found schema "
                            + results.schema() + " in " + file
                            + ": read them with the pdrop that wrote them, which manifest.json names, or run the experiment again");
        }
        return results;
    }

    private static <T> T value(Path file, Class<T> type) {
        String text = text(file);
        try {
            return Objects.requireNonNull(Json.value(text, type));
        } catch (RuntimeException e) {
            // Besides its own exceptions the library throws on what a record's constructor throws.
            throw Manifest.unreadable(file, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw Manifest.unreadable(file, e);
        }
    }
}
