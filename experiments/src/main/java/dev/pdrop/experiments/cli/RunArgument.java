// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.run.ListedRun;
import dev.pdrop.experiments.run.Manifest;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.experiments.train.Curve;
import dev.pdrop.experiments.train.TrainingFiles;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the run that a command names. */
final class RunArgument {

    private static final String MANIFEST = "manifest.json";

    private RunArgument() {}

    /** The folder that runs are in unless an experiment says otherwise. */
    static Path runs(Toolkit toolkit) {
        return toolkit.home().root().resolve("runs");
    }

    /**
     * The run.
     *
     * @param argument a run folder, the name of one in {@link #runs}, the name of an experiment, or the beginning of a
     *     name: of several runs the newest complete one, or the newest if none is complete
     * @throws FailedRunException if there is no such run
     */
    static StoredRun read(Toolkit toolkit, String argument) {
        Path runs = runs(toolkit);
        return asPath(Path.of(""), argument, MANIFEST)
                .or(() -> asPath(runs, argument, MANIFEST))
                .map(StoredRun::read)
                .orElseGet(() -> named(argument, runs));
    }

    /**
     * A training; empty if it is not the folder of one.
     *
     * @param argument a folder, or the name of one in the folder that trainings are in unless they say otherwise
     */
    static Optional<TrainingFiles> training(Toolkit toolkit, String argument) {
        return asPath(Path.of(""), argument, Curve.FILE)
                .or(() -> asPath(runs(toolkit).resolve("training"), argument, Curve.FILE))
                .map(TrainingFiles::new);
    }

    /** The run or experiment that somebody who gave a name most likely meant. */
    static Optional<String> nearest(Toolkit toolkit, String name) {
        return nearest(name, ListedRun.below(runs(toolkit)));
    }

    private static Optional<String> nearest(String name, List<ListedRun> all) {
        TreeSet<String> known = new TreeSet<>();
        all.forEach(run -> {
            known.add(run.name());
            run.manifest().map(Manifest::name).ifPresent(known::add);
        });
        return NearestName.of(name, known);
    }

    private static Optional<Path> asPath(Path place, String argument, String mark) {
        try {
            return Optional.of(place.resolve(argument).toAbsolutePath().normalize())
                    .filter(folder -> Files.isRegularFile(folder.resolve(mark)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static StoredRun named(String name, Path runs) {
        List<ListedRun> all = ListedRun.below(runs);
        List<ListedRun> begin = all.stream()
                .filter(run -> !name.isEmpty() && run.name().startsWith(name))
                .filter(run -> run.manifest().isPresent())
                .toList();
        List<ListedRun> exact = begin.stream()
                .filter(run -> run.manifest().map(Manifest::name).equals(Optional.of(name)))
                .toList();
        return (exact.isEmpty() ? begin : exact)
                .stream()
                        .max(Comparator.comparing(RunArgument::isComplete).thenComparing(ListedRun::date))
                        .map(run -> StoredRun.read(run.path()))
                        .orElseThrow(() -> unknown(name, runs, nearest(name, all)));
    }

    private static boolean isComplete(ListedRun run) {
        return run.manifest().map(Manifest::complete).orElse(false);
    }

    private static FailedRunException unknown(String name, Path runs, Optional<String> nearest) {
        return new FailedRunException("expected a run folder or the name of a run in " + Watched.fromHere(runs)
                + ", found none for '" + name + "': "
                + nearest.map(one -> "did you mean '" + one + "'?").orElse("name the folder that pdrop run printed"));
    }
}
