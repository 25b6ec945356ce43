// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a folder, for machines.
 *
 * @param folder where they are, absolute
 * @param runs latest first
 */
record RunsJson(String folder, List<Entry> runs) {

    /**
     * A run.
     *
     * @param date when it was finished or last written to, ISO 8601 in UTC
     * @param arms how many; null if it has no manifest that can be read
     * @param examples questions in each arm; null likewise
     * @param removed whether it has just been removed
     */
    record Entry(
            String run,
            String folder,
            String date,
            String state,
            @Nullable Integer arms,
            @Nullable Long examples,
            long bytes,
            boolean removed) {}

    /**
     * What a list shows.
     *
     * @param removed removes a run if it is to go, and says whether it did
     */
    static RunsJson of(Path place, List<ListedRun> runs, Predicate<ListedRun> removed) {
        return new RunsJson(
                place.toAbsolutePath().normalize().toString(),
                runs.stream().map(run -> entry(run, removed.test(run))).toList());
    }

    private static Entry entry(ListedRun run, boolean removed) {
        Optional<Manifest> manifest = run.manifest();
        return new Entry(
                run.name(),
                run.path().toAbsolutePath().normalize().toString(),
                run.date().toString(),
                run.state().name().toLowerCase(Locale.ROOT),
                manifest.isEmpty()
                        ? null
                        : Integer.valueOf(manifest.get().arms().size()),
                manifest.isEmpty() ? null : Long.valueOf(manifest.get().examples()),
                run.bytes(),
                removed);
    }
}
