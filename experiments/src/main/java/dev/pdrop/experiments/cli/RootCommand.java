// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code pdrop} without a command. */
@Command(
        name = "pdrop",
        description = "Trustworthy experiments on visual-token reduction in large vision-language models.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footer = {
            "",
            "Plugins:",
            "  --plugins DIR       Take every jar in DIR as a plugin; may be given more than once.",
            "  PDROP_PLUGINS       The same as a list of folders in the environment.",
            "  PDROP_JAVA_OPTS     Options for the JVM, such as -Xmx8g.",
            "",
            "Exit codes: 0 success, 1 defect of the program, 2 usage or configuration, 3 plugin, 4 run,",
            "8 a rerun with the same answers but other log-probabilities, 130 interrupted."
        })
final class RootCommand {

    /** Inherited by every command. */
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Print where in the program an error arose.")
    private boolean stacktrace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    boolean version;

    boolean stacktrace() {
        return stacktrace;
    }
}
