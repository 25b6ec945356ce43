// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into messages and exit codes. */
final class Failures {

    /** A defect of the program. */
    static final int DEFECT = 1;

    private static final int USAGE = 2;
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s\"]+@");

    private Failures() {}

    /** A command line that cannot be understood. */
    static int ofUsage(ParameterException failure, String[] arguments) {
        PrintWriter error = failure.getCommandLine().getErr();
        error.println(failure.getMessage() + "; " + hint(failure));
        if (stacktraceWanted(arguments)) {
            printTrace(failure, error);
        }
        return USAGE;
    }

    private static String hint(ParameterException failure) {
        List<String> suggestions =
                failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return suggestions.isEmpty()
                ? "see " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help"
                : "did you mean " + String.join(" or ", suggestions) + "?";
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
            error.println(withoutCredentials(String.valueOf(known.getMessage())));
        } else {
            error.println("pdrop has a defect: " + withoutCredentials(failure.toString()) + "; please report it"
                    + (stacktrace ? "" : ", with what --stacktrace adds"));
        }
        if (stacktrace) {
            printTrace(failure, error);
        }
        error.flush();
        return failure instanceof PdropException known ? exitCode(known.kind()) : DEFECT;
    }

    private static void printTrace(Throwable failure, PrintWriter error) {
        error.println(withoutCredentials(failure.toString()));
        for (StackTraceElement element : failure.getStackTrace()) {
            error.println("\tat " + element);
        }
        if (failure.getCause() != null) {
            error.print("Caused by: ");
            printTrace(failure.getCause(), error);
        }
    }

    /** What a flag said is repeated in messages, and an address may begin with a user and a password. */
    private static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll("://***@");
    }

    static boolean stacktraceWanted(String[] arguments) {
        return java.util.Arrays.asList(arguments).contains("--stacktrace");
    }

    private static int exitCode(ErrorKind kind) {
        return switch (kind) {
            case CONFIG -> USAGE;
            case PLUGIN -> 3;
            case RUN -> 4;
        };
    }
}
