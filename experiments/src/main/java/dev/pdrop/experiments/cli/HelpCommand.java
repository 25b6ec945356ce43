// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code pdrop help COMMAND}: what {@code pdrop COMMAND --help} prints. */
@Command(name = "help", sortOptions = false, description = "Print the help of a command, or this overview.")
final class HelpCommand implements Runnable {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command; all of them if there is none.")
    private String command = "";

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandLine all = Objects.requireNonNull(spec.parent(), "help is a command of pdrop")
                .commandLine();
        CommandLine wanted = command.isEmpty() ? all : all.getSubcommands().get(command);
        if (wanted == null) {
            throw new UnmatchedArgumentException(all, List.of(command));
        }
        wanted.usage(console.out());
        console.out().flush();
    }
}
