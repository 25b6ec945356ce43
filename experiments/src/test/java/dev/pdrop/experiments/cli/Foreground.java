// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs as a terminal starts them: they hear Ctrl-C. Whoever starts tests in the background may have made them deaf
 * to it, which programs inherit.
 */
final class Foreground {

    private static final String HEARING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
            + " os.execv(sys.argv[1], sys.argv[1:])";

    private Foreground() {}

    /**
     * A program that hears Ctrl-C.
     *
     * @param python of any environment
     * @param command the program's path and its arguments
     */
    static ProcessBuilder of(Path python, String... command) {
        List<String> words = new ArrayList<>(List.of(python.toString(), "-c", HEARING));
        words.addAll(List.of(command));
        return new ProcessBuilder(words);
    }
}
