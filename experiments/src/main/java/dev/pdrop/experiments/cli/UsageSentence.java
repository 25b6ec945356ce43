// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in one sentence: what was expected, what was found, what to do. */
final class UsageSentence {

    /** The launcher takes it before any command sees it. */
    private static final String PLUGINS = "--plugins";

    private static final String SET = "--set";

    private static final Map<Class<?>, String> NUMBERS =
            Map.of(int.class, "a whole number", long.class, "a whole number", Long.class, "a whole number");

    private final ParameterException failure;
    private final List<String> arguments;
    private final CommandSpec command;
    private final String help;

    private UsageSentence(ParameterException failure, List<String> arguments) {
        this.failure = failure;
        this.arguments = arguments;
        this.command = failure.getCommandLine().getCommandSpec();
        this.help = "see " + command.qualifiedName() + " --help";
    }

    /**
     * The sentence.
     *
     * @param failure what the library, or a command of ours, found
     * @param arguments the whole command line
     */
    static String of(ParameterException failure, List<String> arguments) {
        return new UsageSentence(failure, arguments).text();
    }

    private String text() {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0));
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return "expected " + name(twice.getOverwritten()) + " once, found it again; leave one out";
        }
        if (failure instanceof MissingParameterException missing) {
            ArgSpec first = missing.getMissing().get(0);
            return isGiven(first) ? missingValue(first) : missing(missing.getMissing());
        }
        Optional<ArgSpec> argument = Optional.ofNullable(failure.getArgSpec());
        if (failure instanceof MaxValuesExceededException
                || argument.filter(one -> one.arity().max() == 0).isPresent()) {
            return withoutValue();
        }
        if (argument.isPresent() && failure.getValue() != null) {
            return "expected " + expected(argument.get()) + " for " + name(argument.get()) + ", found '"
                    + failure.getValue() + "'; " + help;
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Missing required subcommand")) {
            return "expected a command, such as run or list, found none; " + help;
        }
        return message.endsWith("?") ? message : message + "; " + help;
    }

    private String unmatched(String word) {
        if (word.startsWith("-")) {
            return unknownOption(optionOf(word));
        }
        if (!command.subcommands().isEmpty()) {
            return "unknown command '" + word + "'; "
                    + NearestName.hint(word, command.subcommands().keySet(), "known commands");
        }
        if (word.indexOf('=') > 0 && command.optionsMap().containsKey(SET)) {
            return "expected no further word, found '" + word + "'; did you mean '" + SET + " " + word + "'?";
        }
        boolean takesText = command.args().stream()
                .anyMatch(one -> List.of("TEXT", "QUESTION").contains(one.paramLabel()));
        return "expected no further word, found '" + word + "'; "
                + (takesText ? "put a text of several words in quotes, or " : "leave it out, or ") + help;
    }

    private String unknownOption(String word) {
        TreeSet<String> known = new TreeSet<>(command.optionsMap().keySet());
        known.add(PLUGINS);
        return "unknown option '" + word + "'; "
                + NearestName.of(word, known)
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .or(() ->
                                ownerOf(word).map(name -> "write it behind the command, pdrop " + name + " .. " + word))
                        .orElse(
                                command.optionsMap().containsKey(SET)
                                        ? "settings are set with " + SET + ", " + help
                                        : help);
    }

    /** A command of the line, further on, that has an option. */
    private Optional<String> ownerOf(String option) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(one -> one.optionsMap().containsKey(option))
                .map(CommandSpec::name)
                .filter(arguments::contains)
                .findFirst();
    }

    /** Whether an option stands on the command line, so that not it but its value is missing. */
    private boolean isGiven(ArgSpec option) {
        return names(option).anyMatch(arguments::contains);
    }

    private String missingValue(ArgSpec option) {
        return "expected " + option.paramLabel() + " after " + name(option) + ", found " + after(option) + "; " + help;
    }

    private String after(ArgSpec option) {
        int last = names(option).mapToInt(arguments::lastIndexOf).max().orElse(-1);
        return last < 0 || last + 1 == arguments.size() ? "nothing" : "'" + arguments.get(last + 1) + "'";
    }

    private String withoutValue() {
        String found = arguments.stream()
                .filter(word -> word.indexOf('=') > 0 && takesNoValue(optionOf(word)))
                .findFirst()
                .orElse("one");
        return "expected " + optionOf(found) + " without a value, found '" + found + "'; leave the value out";
    }

    private boolean takesNoValue(String option) {
        OptionSpec known = command.optionsMap().get(option);
        return known != null && known.arity().max() == 0;
    }

    private static String optionOf(String word) {
        return word.replaceFirst("=.*", "");
    }

    private String missing(List<ArgSpec> missing) {
        List<String> parts = missing.stream()
                .map(one -> (one.isOption() ? name(one) + " " : "")
                        + one.paramLabel()
                        + purpose(one).map(purpose -> " (" + purpose + ")").orElse(""))
                .toList();
        String found = missing.size() == 1 ? "nothing" : missing.size() == 2 ? "neither" : "none of them";
        return "expected " + String.join(" and ", parts) + ", found " + found + "; " + help;
    }

    /** What an argument is, as its help says it. */
    private static Optional<String> purpose(ArgSpec argument) {
        return Stream.of(argument.description())
                .findFirst()
                .map(text -> text.replaceFirst("[.;:].*", ""))
                .filter(text -> !text.isEmpty() && !text.contains("$"))
                .map(text -> text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1));
    }

    private static String expected(ArgSpec argument) {
        if (argument.type().isEnum()) {
            List<String> names = new ArrayList<>();
            argument.completionCandidates().forEach(names::add);
            return names.stream().collect(Collectors.joining(" or "));
        }
        return NUMBERS.getOrDefault(argument.type(), argument.paramLabel());
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static Stream<String> names(ArgSpec argument) {
        return argument instanceof OptionSpec option ? Stream.of(option.names()) : Stream.empty();
    }
}
