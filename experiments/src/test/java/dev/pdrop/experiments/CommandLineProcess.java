// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import dev.pdrop.experiments.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line in a process of its own, which can be killed.
 *
 * @param process the process
 * @param output what it has printed, both streams
 */
public record CommandLineProcess(Process process, Path output) {

    private static final long MINUTES_AT_MOST = 30;

    /** Starts a command. */
    public static CommandLineProcess start(Path folder, Object... arguments) throws IOException {
        return start(List.of(), folder, arguments);
    }

    /**
     * Starts a command.
     *
     * @param prefix what stands before it, such as a shell that sets a limit
     * @param folder for its output
     */
    public static CommandLineProcess start(List<String> prefix, Path folder, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Nothing but the run itself writes files.
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Dpdrop.home=..",
                "-cp",
                classPath,
                Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return start(folder, command);
    }

    /** Starts a command as people do, by the launcher; what it builds first takes its time. */
    public static CommandLineProcess launch(Path folder, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("../pdrop"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return start(folder, command);
    }

    private static CommandLineProcess start(Path folder, List<String> command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new CommandLineProcess(builder.start(), output);
    }

    /** Waits for the end and gives the exit code. */
    public int end() throws InterruptedException {
        if (!process.waitFor(MINUTES_AT_MOST, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the command line has not ended: " + text());
        }
        return process.exitValue();
    }

    /** Kills it the hard way, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** What it has printed. */
    public String text() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
