// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts the command line. */
public final class Main {

    /** The system property by which the launcher says that standard error is a terminal. */
    private static final String TERMINAL = "pdrop.terminal";

    /** The system property by which the launcher says how wide that terminal is. */
    private static final String COLUMNS = "pdrop.columns";

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Console console = new Console(
                writer(System.out),
                writer(System.err),
                Boolean.getBoolean(TERMINAL),
                Integer.getInteger(COLUMNS, Console.USUAL_COLUMNS));
        System.exit(run(Toolkit.ofProcess(), console, arguments));
    }

    /**
     * Runs a command.
     *
     * @return the exit code
     */
    static int run(Toolkit toolkit, Console console, String... arguments) {
        try {
            return Commands.commandLine(toolkit, console).execute(arguments);
        } catch (LinkageError | StackOverflowError | OutOfMemoryError failure) {
            return Failures.report(failure, Failures.stacktraceWanted(arguments), console.error());
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
