// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.python;

import dev.pdrop.spi.FailedRunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Python environment that pdrop keeps for itself in its own folder, with every package pinned; made once, when it is
 * first needed.
 *
 * <p>The script {@code experiments/python/environment} makes it and says what is missing, for this class as for people.
 */
public final class PythonEnvironment {

    private final Path home;
    private final String name;
    private final Map<String, String> environment;

    /**
     * An environment, which need not be there yet.
     *
     * @param home the folder that the toolkit is installed in
     * @param name its list of packages is {@code experiments/python/NAME.txt}
     * @param environment variables of the process that makes it; {@code PATH} says where Python is looked for
     */
    public PythonEnvironment(Path home, String name, Map<String, String> environment) {
        this.home = home;
        this.name = name;
        this.environment = Map.copyOf(environment);
    }

    /** A program of the environment; it is there once the environment is made. */
    public Path program(String program) {
        return folder().resolve("bin").resolve(program);
    }

    /** The folder that holds it. */
    public Path folder() {
        return home.resolve(".pdrop").resolve("python").resolve(name);
    }

    /**
     * Whether it is there, whole and with the packages of this version.
     *
     * @throws FailedRunException if that cannot be found out
     */
    public boolean isMade() {
        return run(line -> {}, "--check").exitCode() == 0;
    }

    /**
     * Makes it unless it is there. Takes minutes then; another process that makes it as well is waited for.
     *
     * @param people is told what is being done, in a line each
     * @throws FailedRunException if something is missing that it needs, or a package cannot be installed
     */
    public void make(Consumer<String> people) {
        Ended ended = run(people);
        if (ended.exitCode() != 0) {
            throw new FailedRunException(ended.error());
        }
    }

    private record Ended(int exitCode, String error) {}

    private Ended run(Consumer<String> people, String... options) {
        Path script = home.resolve("experiments").resolve("python").resolve("environment");
        ProcessBuilder program =
                new ProcessBuilder(Stream.of(Stream.of(script.toString()), Stream.of(options), Stream.of(name))
                        .flatMap(words -> words)
                        .toList());
        program.environment().clear();
        program.environment().putAll(environment);
        try (Child child = Child.start(program);
                BufferedReader progress = child.process().inputReader();
                BufferedReader errors = child.process().errorReader()) {
            progress.lines().forEach(people);
            String error = errors.lines().collect(Collectors.joining("; "));
            return new Ended(child.process().waitFor(), error);
        } catch (IOException | UncheckedIOException e) {
            throw new FailedRunException(
                    "expected to run " + script + ", found an error (" + e.getMessage()
                            + "): install bash, and use a whole copy of pdrop's folder",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedRunException(
                    "expected to wait for " + script + ", found an interruption: run the same command again", e);
        }
    }
}
