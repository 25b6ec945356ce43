// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Programs as a terminal starts them: they hear Ctrl-C. A build that a script started in the background ignores it, and
 * so would its children, Java included.
 */
final class Foreground {

    private static final List<String> PREFIX = List.of("env", "--default-signal=INT");

    private Foreground() {}

    /** What stands before a command for that; nothing where {@code env} does not know how. */
    static List<String> prefix() throws IOException {
        Process known = new ProcessBuilder(
                        Stream.concat(PREFIX.stream(), Stream.of("true")).toList())
                .redirectErrorStream(true)
                .start();
        return known.onExit().join().exitValue() == 0 ? PREFIX : List.of();
    }

    /** A program that hears Ctrl-C. */
    static ProcessBuilder of(String... command) throws IOException {
        return new ProcessBuilder(
                Stream.concat(prefix().stream(), Stream.of(command)).toList());
    }
}
