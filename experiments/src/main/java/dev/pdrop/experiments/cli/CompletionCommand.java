// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.toolkit.Toolkit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            "It completes the names of experiments, methods and plugins that are there when it is printed, runs,",
            "and paths where a file or folder goes; for the command pdrop and for a path that ends in /pdrop."
        })
final class CompletionCommand implements Callable<Integer> {

    /** How the library tells the shell which function completes. */
    private static final String REGISTRATION = "complete -F _complete_pdrop ";

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
        String script = AutoComplete.bash("pdrop", commandLine);
        console.out().print(script.substring(0, script.lastIndexOf(REGISTRATION)));
        console.out().print(paths(commandLine));
        console.out().flush();
        return 0;
    }

    /** Completes paths as well, and registers all of it. */
    private String paths(CommandLine commandLine) {
        List<CommandSpec> commands = commandLine.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .toList();
        List<OptionSpec> options = commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(option -> option.arity().max() > 0)
                .toList();
        return resource()
                .replace("@VALUES@", "--plugins " + names(options.stream()))
                .replace("@FILE_OPTIONS@", names(options.stream().filter(CompletionCommand::isNameOrFile)))
                .replace("@FILE_COMMANDS@", taking(Set.of("FILE", "TRAINING"), commands))
                .replace("@RUN_COMMANDS@", taking(Set.of("RUN"), commands))
                .replace("@FOLDER_COMMANDS@", taking(Set.of("FOLDER"), commands))
                .replace("@RUNS@", "'" + RunArgument.runs(toolkit).toString().replace("'", "'\\''") + "'");
    }

    private static boolean isNameOrFile(OptionSpec option) {
        return option.paramLabel().equals("NAME|FILE");
    }

    private static String names(Stream<OptionSpec> options) {
        return options.flatMap(option -> Stream.of(option.names())).distinct().collect(Collectors.joining(" "));
    }

    /** The commands whose first parameter is called one of these, as a pattern of the shell. */
    private static String taking(Set<String> labels, List<CommandSpec> commands) {
        return commands.stream()
                .filter(command -> command.positionalParameters().stream()
                        .anyMatch(parameter -> labels.contains(parameter.paramLabel())))
                .map(CommandSpec::name)
                .collect(Collectors.joining(" | "));
    }

    private static String resource() {
        try (InputStream stream =
                Objects.requireNonNull(CompletionCommand.class.getResourceAsStream("completion.sh"), "completion.sh")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            if (isNameOrFile(option)) {
                command.remove(option);
                command.addOption(OptionSpec.builder(option)
                        .completionCandidates(files(ConfigGroup.METHOD))
                        .build());
            }
        }
    }

    private List<String> names(String command, ArgSpec parameter) {
        if (command.equals("describe")) {
            return everything();
        }
        if (command.equals("data")) {
            return List.copyOf(toolkit.catalog().factories(PluginKind.DATASET).keySet());
        }
        if (command.equals("explain")) {
            return Stream.of(ConfigGroup.EXPERIMENT, ConfigGroup.TRAIN)
                    .flatMap(group -> files(group).stream())
                    .toList();
        }
        return switch (parameter.paramLabel()) {
            case "FILE" -> files(ConfigGroup.EXPERIMENT);
            case "TRAINING" -> files(ConfigGroup.TRAIN);
            default -> List.of();
        };
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
