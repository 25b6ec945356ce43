// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.toolkit.Home;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Commands in this process, and what they print. */
final class CommandRun {

    private final StringWriter out = new StringWriter();
    private final StringWriter error = new StringWriter();
    private final int exitCode;

    private CommandRun(Map<String, String> environment, Consumer<String> watcher, Object... arguments) {
        Toolkit toolkit =
                new Toolkit(new Home(Path.of("..")), CommandRun.class.getClassLoader(), List.of(), environment);
        String[] texts = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        exitCode = Main.run(toolkit, new Console(new PrintWriter(out), watched(watcher), false), texts);
    }

    /** Runs a command. */
    static CommandRun of(Map<String, String> environment, Object... arguments) {
        return new CommandRun(environment, line -> {}, arguments);
    }

    /** Runs a command without any environment, with somebody who hears each line of progress before it goes on. */
    static CommandRun watched(Consumer<String> watcher, Object... arguments) {
        return new CommandRun(Map.of(), watcher, arguments);
    }

    private PrintWriter watched(Consumer<String> watcher) {
        return new PrintWriter(error) {
            @Override
            public void println(String line) {
                super.println(line);
                watcher.accept(line);
            }
        };
    }

    int exitCode() {
        return exitCode;
    }

    String out() {
        return out.toString();
    }

    String error() {
        return error.toString();
    }

    /** What was said of tracking. */
    List<String> saidOfMlflow() {
        return error().lines().filter(line -> line.contains("MLflow")).toList();
    }

    /** The only folder below another. */
    static Path onlyFolder(Path parent) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }
}
