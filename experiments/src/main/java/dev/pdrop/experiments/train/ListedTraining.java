// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.run.RunLock;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.PdropException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a training as a list shows it.
 *
 * @param name of the training; of an arm of several, behind the name of these
 * @param path the folder
 * @param state how far it is; complete once there is a model
 * @param progress how far its last stage is; absent before the first, or if that cannot be told
 * @param date when its last file was written
 * @param bytes what it takes on disk
 */
public record ListedTraining(String name, Path path, State state, Optional<Progress> progress, Instant date, long bytes)
        implements Listed {

    /** The folder below one of runs that holds trainings unless they say otherwise. */
    private static final String TRAININGS = "training";

    /**
     * How far a stage is.
     *
     * @param stage its label
     * @param step steps that are over
     * @param steps of all
     */
    public record Progress(String stage, int step, int steps) {}

    /**
     * The trainings in a folder and in its folder {@code training}, each with its arms if it has any, latest first;
     * none if there is no such folder.
     *
     * @throws FailedRunException if it cannot be read
     */
    public static List<ListedTraining> below(Path parent) {
        return Stream.of(parent, parent.resolve(TRAININGS))
                .filter(Files::isDirectory)
                .flatMap(place -> Stream.concat(made(place, ""), arms(place)))
                .sorted(Comparator.comparing(ListedTraining::date).reversed().thenComparing(ListedTraining::path))
                .toList();
    }

    private static Stream<ListedTraining> made(Path place, String prefix) {
        return folders(place).stream()
                .filter(ListedTraining::isMade)
                .map(folder -> of(prefix + folder.getFileName(), folder));
    }

    /** Of several trainings, whose folder is none of a training itself. */
    private static Stream<ListedTraining> arms(Path place) {
        return folders(place).stream()
                .filter(folder -> !isMade(folder) && !folder.endsWith(TRAININGS) && Files.isReadable(folder))
                .flatMap(several -> made(several, several.getFileName() + "/"));
    }

    private static boolean isMade(Path folder) {
        return new TrainingFiles(folder).isMade();
    }

    private static List<Path> folders(Path place) {
        try (Stream<Path> folders = Files.list(place)) {
            return folders.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a folder of trainings at " + place + ", found an input error (" + e.getMessage()
                            + "): check its permissions",
                    e);
        }
    }

    private static ListedTraining of(String name, Path folder) {
        TrainingFiles files = new TrainingFiles(folder);
        boolean complete = Files.exists(files.card());
        Instant date = files.lastWritten();
        long bytes = Listed.bytes(folder);
        State free = complete ? State.COMPLETE : State.UNFINISHED;
        State state = RunLock.isTaken(folder) ? State.RUNNING : free;
        try {
            return new ListedTraining(name, folder, state, progress(files), date, bytes);
        } catch (PdropException broken) {
            return new ListedTraining(
                    name, folder, state == State.UNFINISHED ? State.UNKNOWN : state, Optional.empty(), date, bytes);
        }
    }

    /** A stage that is over stays the last one until the next has begun. */
    private static Optional<Progress> progress(TrainingFiles files) {
        if (!Files.exists(files.last())) {
            return Optional.empty();
        }
        TrainingState state = TrainingState.of(files.readLast());
        List<Map.Entry<String, Integer>> begun = List.copyOf(state.steps().entrySet());
        if (begun.isEmpty()) {
            return Optional.empty();
        }
        Map.Entry<String, Integer> last = begun.get(begun.size() - 1);
        boolean over = state.stage() >= begun.size();
        return Optional.of(new Progress(last.getKey(), over ? last.getValue() : state.step(), last.getValue()));
    }

    @Override
    public boolean remove() {
        return new TrainingFiles(path).removeFolder();
    }
}
