// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.spi.ErrorKind;
import dev.pdrop.spi.PdropException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into messages and exit codes. */
final class Failures {

    /** A defect of the program. */
    static final int DEFECT = 1;

    private static final int USAGE = 2;

    private Failures() {}

    /** A command line that cannot be understood. */
    static int ofUsage(ParameterException failure, String[] arguments) {
        PrintWriter error = failure.getCommandLine().getErr();
        error.println(Credentials.hiddenIn(UsageSentence.of(failure, List.of(arguments))));
        if (stacktraceWanted(arguments)) {
            printTrace(failure, error);
        }
        return USAGE;
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
        return Arrays.asList(arguments).contains("--stacktrace");
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
