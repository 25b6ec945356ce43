// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.spi.FailedRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where repetitions of runs lie: beside the runs, each in a numbered folder of its own, {@code reruns/1},
 * {@code reruns/2}, .., so that none takes the place of another.
 */
public final class Repetitions {

    private static final String FOLDER = "reruns";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private Repetitions() {}

    /**
     * The folder for the next repetition of a run: the first number with nothing in its folder.
     *
     * @param run a run folder; of a repetition, another one lies beside it
     */
    public static Path next(Path run) {
        Path absolute = run.toAbsolutePath().normalize();
        Path all = isOne(absolute) ? absolute.resolve("../..").normalize() : absolute.resolveSibling(FOLDER);
        int number = 1;
        while (!isFree(all.resolve(Integer.toString(number)))) {
            number++;
        }
        return all.resolve(Integer.toString(number));
    }

    /** The numbered folders beside some runs. */
    static List<Path> beside(Path runs) {
        Path all = runs.resolve(FOLDER);
        return Files.isDirectory(all)
                ? entries(all).stream()
                        .filter(folder ->
                                NUMBER.matcher(folder.getFileName().toString()).matches())
                        .toList()
                : List.of();
    }

    /** What a run is called in a list: a repetition with its number. */
    static String name(Path run) {
        Path absolute = run.toAbsolutePath().normalize();
        int names = absolute.getNameCount();
        return absolute.subpath(names - (isOne(absolute) ? 3 : 1), names)
                .toString()
                .replace('\\', '/');
    }

    /** Whether a run lies in a numbered folder of repetitions. */
    private static boolean isOne(Path run) {
        int names = run.getNameCount();
        return names > 3
                && run.getName(names - 3).toString().equals(FOLDER)
                && NUMBER.matcher(run.getName(names - 2).toString()).matches();
    }

    private static boolean isFree(Path folder) {
        return !Files.exists(folder)
                || (Files.isDirectory(folder) && entries(folder).isEmpty());
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new FailedRunException(
                    "expected a folder at " + folder + ", found an input error (" + e.getMessage()
                            + "): check its permissions",
                    e);
        }
    }
}
