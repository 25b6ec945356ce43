// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.TextTable;
import dev.pdrop.experiments.train.ListedTraining;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a folder holds of runs and trainings.
 *
 * @param runs latest first
 * @param trainings latest first
 */
record RunsListing(List<ListedRun> runs, List<ListedTraining> trainings) {

    private static final double KIBIBYTE = 1024;

    /** Copies the lists. */
    RunsListing {
        runs = List.copyOf(runs);
        trainings = List.copyOf(trainings);
    }

    /** All of a folder; what a training wrote is no run, whatever the folder is called. */
    static RunsListing of(Path place) {
        List<ListedTraining> trainings = ListedTraining.below(place);
        Set<Path> taken = trainings.stream().map(ListedTraining::path).collect(Collectors.toUnmodifiableSet());
        List<ListedRun> runs = ListedRun.below(place).stream()
                .filter(run -> !taken.contains(run.path()))
                .toList();
        return new RunsListing(runs, trainings);
    }

    /** A part of it. */
    RunsListing where(Predicate<Listed> wanted) {
        return new RunsListing(
                runs.stream().filter(wanted).toList(),
                trainings.stream().filter(wanted).toList());
    }

    /** Runs, then trainings. */
    List<Listed> all() {
        return Stream.<Listed>concat(runs.stream(), trainings.stream()).toList();
    }

    boolean isEmpty() {
        return runs.isEmpty() && trainings.isEmpty();
    }

    /** How many of each, and what they take on disk. */
    String total() {
        List<String> counts = new ArrayList<>();
        if (!runs.isEmpty()) {
            counts.add(runs.size() + (runs.size() == 1 ? " run" : " runs"));
        }
        if (!trainings.isEmpty()) {
            counts.add(trainings.size() + (trainings.size() == 1 ? " training" : " trainings"));
        }
        return String.join(" and ", counts) + ", "
                + size(all().stream().mapToLong(Listed::bytes).sum());
    }

    /** A table of each that there is. */
    String tables() {
        List<String> tables = new ArrayList<>();
        if (!runs.isEmpty()) {
            tables.add(runTable());
        }
        if (!trainings.isEmpty()) {
            tables.add(trainingTable());
        }
        return String.join("\n", tables);
    }

    private String runTable() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", "date", "state", "arms", "examples", "disk"));
        for (ListedRun run : runs) {
            rows.add(List.of(
                    run.name(),
                    date(run),
                    state(run),
                    run.manifest()
                            .map(manifest -> Integer.toString(manifest.arms().size()))
                            .orElse("-"),
                    run.manifest().map(Manifest::examples).map(String::valueOf).orElse("-"),
                    size(run.bytes())));
        }
        return TextTable.of(rows, 3, 5);
    }

    private String trainingTable() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("training", "date", "state", "stage", "step", "disk"));
        for (ListedTraining training : trainings) {
            rows.add(List.of(
                    training.name(),
                    date(training),
                    state(training),
                    training.progress().map(ListedTraining.Progress::stage).orElse("-"),
                    training.progress()
                            .map(progress -> progress.step() + "/" + progress.steps())
                            .orElse("-"),
                    size(training.bytes())));
        }
        return TextTable.of(rows, 4, 5);
    }

    /** The state as people read it. */
    static String state(Listed one) {
        return one.state().name().toLowerCase(Locale.ROOT);
    }

    private static String date(Listed one) {
        return one.date().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String size(long bytes) {
        double kibibytes = Math.ceil(bytes / KIBIBYTE);
        return kibibytes < KIBIBYTE
                ? String.format(Locale.ROOT, "%.0f KiB", kibibytes)
                : String.format(Locale.ROOT, "%.1f MiB", kibibytes / KIBIBYTE);
    }
}
