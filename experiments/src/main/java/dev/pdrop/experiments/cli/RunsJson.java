// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.train.ListedTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs and trainings of a folder, for machines.
 *
 * @param folder where they are, absolute
 * @param runs latest first
 * @param trainings latest first
 */
record RunsJson(String folder, List<Entry> runs, List<Training> trainings) {

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
     * A training.
     *
     * @param date when it last wrote, ISO 8601 in UTC
     * @param stage the last that has begun; null if none has, or if that cannot be told
     * @param step steps of it that are over; null likewise
     * @param steps of all; null likewise
     * @param removed whether it has just been removed
     */
    record Training(
            String training,
            String folder,
            String date,
            String state,
            @Nullable String stage,
            @Nullable Integer step,
            @Nullable Integer steps,
            long bytes,
            boolean removed) {}

    /**
     * What a list shows.
     *
     * @param removed removes something if it is to go, and says whether it did
     */
    static RunsJson of(Path place, RunsListing listing, Predicate<Listed> removed) {
        return new RunsJson(
                place.toAbsolutePath().normalize().toString(),
                listing.runs().stream()
                        .map(run -> entry(run, removed.test(run)))
                        .toList(),
                listing.trainings().stream()
                        .map(training -> entry(training, removed.test(training)))
                        .toList());
    }

    private static Training entry(ListedTraining training, boolean removed) {
        Optional<ListedTraining.Progress> progress = training.progress();
        return new Training(
                training.name(),
                training.path().toAbsolutePath().normalize().toString(),
                training.date().toString(),
                RunsListing.state(training),
                progress.map(ListedTraining.Progress::stage).orElse(null),
                progress.map(ListedTraining.Progress::step).orElse(null),
                progress.map(ListedTraining.Progress::steps).orElse(null),
                training.bytes(),
                removed);
    }

    private static Entry entry(ListedRun run, boolean removed) {
        Optional<Manifest> manifest = run.manifest();
        return new Entry(
                run.name(),
                run.path().toAbsolutePath().normalize().toString(),
                run.date().toString(),
                RunsListing.state(run),
                manifest.isEmpty()
                        ? null
                        : Integer.valueOf(manifest.get().arms().size()),
                manifest.isEmpty() ? null : Long.valueOf(manifest.get().examples()),
                run.bytes(),
                removed);
    }
}
