// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.plugin.PluginKind;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;

/** {@code pdrop completion SHELL}: what makes a shell complete commands, options and names. */
@Command(
        name = "completion",
        sortOptions = false,
        description = "Print a script that makes a shell complete commands, options and names.",
        footer = {
            "",
            "In ~/.bashrc:  source <(/path/to/pdrop completion bash)",
            "In ~/.zshrc:   source <(/path/to/pdrop completion zsh)",
            "",
            "It completes the names of experiments, methods and plugins that are there when it is printed,",
            "for the command pdrop and for a path that ends in /pdrop."
        })
final class CompletionCommand implements Callable<Integer> {

    /** Shells that are known. */
    private enum Shell {
        bash,
        zsh
    }

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    CompletionCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine commandLine = Commands.commandLine(toolkit, console);
        for (CommandLine command : commandLine.getSubcommands().values()) {
            addNames(command.getCommandSpec());
        }
        if (shell == Shell.zsh) {
            console.out().println("autoload -U +X compinit && compinit -u");
        }
        console.out().println(AutoComplete.bash("pdrop", commandLine));
        console.out().flush();
        return 0;
    }

    private void addNames(CommandSpec command) {
        for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
            List<String> names = names(command.name(), parameter);
            if (!names.isEmpty()) {
                command.remove(parameter);
                command.addPositional(PositionalParamSpec.builder(parameter)
                        .completionCandidates(names)
                        .build());
            }
        }
        for (OptionSpec option : List.copyOf(command.options())) {
            if (option.longestName().equals("--method")) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .completionCandidates(files(ConfigGroup.METHOD))
                        .build());
            }
        }
    }

    /** An experiment may be a file too; where no name fits, the shell completes files. */
    private List<String> names(String command, ArgSpec parameter) {
        if (command.equals("describe")) {
            return everything();
        }
        return parameter.paramLabel().equals("FILE") ? files(ConfigGroup.EXPERIMENT) : List.of();
    }

    private List<String> files(ConfigGroup group) {
        return toolkit.groups().list(group).stream().map(GroupFile::name).toList();
    }

    private List<String> everything() {
        TreeSet<String> names = new TreeSet<>();
        for (PluginKind kind : PluginKind.values()) {
            names.addAll(toolkit.catalog().factories(kind).keySet());
        }
        for (ConfigGroup group : ConfigGroup.values()) {
            names.addAll(files(group));
        }
        return List.copyOf(names);
    }
}
