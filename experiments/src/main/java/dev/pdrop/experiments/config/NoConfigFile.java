// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells what somebody named in place of a configuration file: questions, a model, a run, a folder. */
final class NoConfigFile {

    private static final String SUFFIX = ".conf";
    private static final List<String> QUESTIONS = List.of(".jsonl", ".json", ".tsv", ".csv", ".parquet");
    private static final int SHOWN_FILES = 4;

    private NoConfigFile() {}

    /**
     * What was named, as a sentence; empty if it is not there or may be a configuration file.
     *
     * @param group what was expected
     * @param named a path
     */
    static Optional<String> describe(ConfigGroup group, String named) {
        try {
            Path path = Path.of(named);
            if (named.isEmpty() || !Files.exists(path)) {
                return Optional.empty();
            }
            String expected = "expected " + (group == ConfigGroup.EXPERIMENT ? "an " : "a ") + group.label()
                    + " file, whose name ends in " + SUFFIX + ", found ";
            return (Files.isDirectory(path) ? folder(group, path) : file(group, path)).map(expected::concat);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> file(ConfigGroup group, Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        if (group == ConfigGroup.EXPERIMENT && QUESTIONS.stream().anyMatch(name::endsWith)) {
            return Optional.of("a data file; name it in an experiment, dataset { use = jsonl, file = \"" + file
                    + "\", .. }, and run that");
        }
        return Optional.of("another file; check the path, or name one that pdrop list shows");
    }

    private static Optional<String> folder(ConfigGroup group, Path folder) {
        if (Files.exists(folder.resolve("journal.jsonl"))) {
            return Optional.of("the folder of a run; name its file " + folder.resolve("effective.conf")
                    + " to continue it, or see pdrop rerun");
        }
        if (Files.exists(folder.resolve("config.json"))) {
            return Optional.of("a model folder; name it in an experiment, backbone { use = hugging-face, model = \""
                    + folder + "\", .. }, and run that");
        }
        List<String> files = configFiles(folder);
        return Optional.of("a folder; name "
                + (files.isEmpty()
                        ? "a file, or one of those that pdrop list shows under conf/" + group.folder()
                        : "a file in it: " + String.join(", ", files)));
    }

    private static List<String> configFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(SUFFIX))
                    .sorted()
                    .limit(SHOWN_FILES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
