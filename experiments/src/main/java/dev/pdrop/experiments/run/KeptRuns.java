// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.spi.FailedRunException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The runs that lie in a folder, as people name them.
 *
 * @param folder need not be there
 */
public record KeptRuns(Path folder) {

    /**
     * The run that somebody names.
     *
     * @param named a run folder, the name of one in this folder, the name of an experiment, or the beginning of a name:
     *     of several runs the newest complete one, or the newest if none is complete
     * @throws FailedRunException if there is no such run
     */
    public StoredRun read(String named) {
        return run(Path.of(""), named)
                .or(() -> run(folder, named))
                .map(StoredRun::read)
                .orElseGet(() -> newest(named));
    }

    /** The run or experiment that somebody who gave a name most likely meant. */
    public Optional<String> nearest(String name) {
        return nearest(name, ListedRun.below(folder));
    }

    private static Optional<String> nearest(String name, List<ListedRun> all) {
        TreeSet<String> known = new TreeSet<>();
        all.forEach(run -> {
            known.add(run.name());
            run.manifest().map(Manifest::name).ifPresent(known::add);
        });
        return NearestName.of(name, known);
    }

    private static Optional<Path> run(Path place, String named) {
        try {
            return Optional.of(place.resolve(named).toAbsolutePath().normalize())
                    .filter(RunFolder::isOne);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private StoredRun newest(String name) {
        List<ListedRun> all = ListedRun.below(folder);
        List<ListedRun> begin = all.stream()
                .filter(run -> !name.isEmpty() && run.name().startsWith(name))
                .filter(run -> run.manifest().isPresent())
                .toList();
        List<ListedRun> exact = begin.stream()
                .filter(run -> run.manifest().map(Manifest::name).equals(Optional.of(name)))
                .toList();
        return (exact.isEmpty() ? begin : exact)
                .stream()
                        .max(Comparator.comparing(KeptRuns::isComplete).thenComparing(ListedRun::date))
                        .map(run -> StoredRun.read(run.path()))
                        .orElseThrow(() -> unknown(name, nearest(name, all)));
    }

    private static boolean isComplete(ListedRun run) {
        return run.manifest().map(Manifest::complete).orElse(false);
    }

    private FailedRunException unknown(String name, Optional<String> nearest) {
        return new FailedRunException("expected a run folder or the name of a run in " + ShortPath.of(folder)
                + ", found none for '" + name + "': "
                + nearest.map(one -> "did you mean '" + one + "'?").orElse("name the folder that pdrop run printed"));
    }
}
