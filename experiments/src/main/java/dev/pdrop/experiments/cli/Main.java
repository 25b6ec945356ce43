// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts the command line. */
public final class Main {

    /** The system property by which the launcher says that standard error is a terminal. */
    private static final String TERMINAL = "pdrop.terminal";

    /** The system property by which the launcher says which folders it took plugins from. */
    private static final String PLUGINS = "pdrop.plugins";

    /** The system property by which the launcher says how wide that terminal is. */
    private static final String COLUMNS = "pdrop.columns";

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // DJL reports usage from a static initialiser unless told not to before any of its classes is loaded.
        System.setProperty("ai.djl.offline", "true");
        // Guice would generate classes by means that newer versions of Java warn of, and some day refuse.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        Console console = new Console(
                writer(System.out),
                writer(System.err),
                Boolean.getBoolean(TERMINAL),
                Integer.getInteger(COLUMNS, Console.USUAL_COLUMNS));
        Toolkit toolkit = new Toolkit(Home.ofProcess(), Main.class.getClassLoader(), pluginFolders(), System.getenv());
        System.exit(run(toolkit, console, arguments));
    }

    private static List<Path> pluginFolders() {
        return Stream.of(System.getProperty(PLUGINS, "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
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
