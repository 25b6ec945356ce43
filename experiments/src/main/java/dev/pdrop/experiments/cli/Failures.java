// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into messages and exit codes. */
final class Failures {

    /** A defect of the program. */
    static final int DEFECT = 1;

    private static final int USAGE = 2;

    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(int.class, long.class);

    private Failures() {}

    /** A command line that cannot be understood. */
    static int ofUsage(ParameterException failure, String[] arguments) {
        PrintWriter error = failure.getCommandLine().getErr();
        error.println(Credentials.hiddenIn(usage(failure)));
        if (stacktraceWanted(arguments)) {
            printTrace(failure, error);
        }
        return USAGE;
    }

    private static String usage(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        String help = "see " + command.qualifiedName() + " --help";
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return invalidNumber(failure).orElse(failure.getMessage()) + "; " + help;
        }
        String word = unmatched.getUnmatched().get(0);
        if (word.startsWith("-")) {
            return "unknown option '" + word + "'; "
                    + nearest(word, command.optionsMap().keySet(), help);
        }
        return command.subcommands().isEmpty()
                ? "expected no further word, found '" + word + "'; put a text of several words in quotes, or " + help
                : "unknown command '" + word + "'; "
                        + nearest(word, command.subcommands().keySet(), help);
    }

    /** The library names the types of Java. */
    private static Optional<String> invalidNumber(ParameterException failure) {
        return Optional.ofNullable(failure.getArgSpec())
                .filter(option ->
                        option.isOption() && failure.getValue() != null && WHOLE_NUMBERS.contains(option.type()))
                .map(option -> "expected a whole number for " + ((OptionSpec) option).longestName() + ", found '"
                        + failure.getValue() + "'");
    }

    private static String nearest(String word, Set<String> known, String otherwise) {
        return NearestName.of(word, known)
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse(otherwise);
    }

    /** A command that failed. */
    static int ofExecution(Exception failure, CommandLine commandLine, ParseResult parsed) {
        RootCommand root = (RootCommand) commandLine.getCommandSpec().root().userObject();
        return report(failure, root.stacktrace(), commandLine.getErr());
    }

    /**
     * Tells people what went wrong.
     *
     * @return the exit code
     */
    static int report(Throwable failure, boolean stacktrace, PrintWriter error) {
        if (failure instanceof PdropException known) {
            error.println(Credentials.hiddenIn(String.valueOf(known.getMessage())));
        } else {
            error.println("pdrop has a defect: " + Credentials.hiddenIn(failure.toString()) + "; please report it"
                    + (stacktrace ? "" : ", with what --stacktrace adds"));
        }
        if (stacktrace) {
            printTrace(failure, error);
        }
        error.flush();
        return failure instanceof PdropException known ? exitCode(known.kind()) : DEFECT;
    }

    private static void printTrace(Throwable failure, PrintWriter error) {
        error.println(Credentials.hiddenIn(failure.toString()));
        for (StackTraceElement element : failure.getStackTrace()) {
            error.println("\tat " + element);
        }
        if (failure.getCause() != null) {
            error.print("Caused by: ");
            printTrace(failure.getCause(), error);
        }
    }

    static boolean stacktraceWanted(String[] arguments) {
        return java.util.Arrays.asList(arguments).contains("--stacktrace");
    }

    /** The exit code of a kind of failure. */
    static int exitCode(ErrorKind kind) {
        return switch (kind) {
            case CONFIG -> USAGE;
            case PLUGIN -> 3;
            case RUN -> 4;
        };
    }
}
