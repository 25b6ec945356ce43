// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run folder without the times measured in it: equal for equal runs. */
final class Timeless {

    private Timeless() {}

    /** Journal and results, each line as it is but for the times and which of them are those of a warm-up. */
    static String of(Path run) throws IOException {
        return String.join("\n", journal(run)) + "\n" + results(run);
    }

    /** The same with the lines of the journal sorted: what is taken over from another run is written first. */
    static String inAnyOrder(Path run) throws IOException {
        return journal(run).stream().sorted().collect(Collectors.joining("\n")) + "\n" + results(run);
    }

    private static String results(Path run) throws IOException {
        return csv(run) + "\n" + json(run)
                + Files.readString(run.resolve("results-by-type.csv"))
                + Files.readString(run.resolve("pairs.csv"))
                + Files.readString(run.resolve("changed.json"));
    }

    /** The journal in its own order. */
    static List<String> journal(Path run) throws IOException {
        return Files.readAllLines(run.resolve("journal.jsonl")).stream()
                .map(Timeless::line)
                .toList();
    }

    /** A line of a journal. */
    static String line(String line) {
        return line.replaceAll("\"((prefill|decode)Millis|warmUp)\":[0-9.E-]*(true|false)?", "");
    }

    private static String csv(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("results.csv"));
        List<String> columns = Arrays.asList(lines.get(0).split(","));
        return lines.stream()
                .map(line -> line.split(","))
                .map(cells -> IntStream.range(0, cells.length)
                        .filter(i -> !columns.get(i).endsWith("_ms"))
                        .mapToObj(i -> cells[i])
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));
    }

    private static String json(Path run) throws IOException {
        return Files.readString(run.resolve("results.json")).replaceAll("(?m)^.*(prefill|decode)_ms.*$", "");
    }
}
