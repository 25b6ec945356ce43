// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.output.ShortPath;
import dev.pdrop.experiments.run.KeptRuns;
import dev.pdrop.experiments.run.Listed;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.FailedRunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pdrop runs}: what has been run, and what may go. */
@Command(
        name = "runs",
        sortOptions = false,
        description = "List the runs and trainings that there are, and remove ones of no more use.")
final class RunsCommand implements Callable<Integer> {

    private static final String UNFINISHED = "unfinished";
    private static final Pattern DAYS = Pattern.compile("(\\d{1,6})d");

    private final Toolkit toolkit;
    private final Console console;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description = "Where the runs are; the toolkit's runs by default.")
    private Optional<Path> folder = Optional.empty();

    @Option(
            names = "--clean",
            paramLabel = "WHAT",
            description = {
                "Remove runs and trainings: 'unfinished', or those older than so many",
                "days, such as 30d; both may be given.",
                "What a process is at work on stays."
            })
    private List<String> clean = new ArrayList<>();

    @Option(names = "--yes", description = "Remove without asking.")
    private boolean yes;

    @Mixin
    private JsonOption json = new JsonOption();

    RunsCommand(Toolkit toolkit, Console console, InstantSource clock) {
        this.toolkit = toolkit;
        this.console = console;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        checkWhat();
        Path place = folder.map(this::required).orElseGet(() -> RunArgument.runs(toolkit));
        RunsListing all = RunsListing.of(place);
        RunsListing shown = clean.isEmpty() ? all : all.where(this::isRemovable);
        if (json.wanted()) {
            boolean removing = !clean.isEmpty() && !shown.isEmpty() && confirmed(shown);
            console.out().println(JsonOption.text(RunsJson.of(place, shown, one -> removing && removed(one))));
            return 0;
        }
        if (shown.isEmpty()) {
            console.out().println((clean.isEmpty() ? "No runs in " : "Nothing to remove in ") + ShortPath.of(place));
            return 0;
        }
        console.out().print(shown.tables());
        console.out().println(shown.total() + " in " + ShortPath.of(place));
        if (!clean.isEmpty() && confirmed(shown)) {
            shown.all().forEach(this::remove);
        }
        return 0;
    }

    /** A folder that somebody names is there. */
    private Path required(Path named) {
        if (Files.isDirectory(named)) {
            return named;
        }
        String found = Files.exists(named) ? "a file" : "nothing";
        throw new InvalidConfigException(
                new SourceLocation("FOLDER", 0),
                "",
                "expected a folder of runs, found " + found + " at " + named + "; "
                        + nearest(named).orElse("leave it out for " + ShortPath.of(RunArgument.runs(toolkit))));
    }

    /** Another folder beside it, or a run: somebody may have thought that this command shows one. */
    private Optional<String> nearest(Path named) {
        Path absolute = named.toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        return NearestName.of(name, foldersIn(absolute.resolve("..").normalize()))
                .map(near -> "did you mean '" + named.resolveSibling(near) + "'?")
                .or(() -> new KeptRuns(RunArgument.runs(toolkit))
                        .nearest(named.toString())
                        .map(run -> "did you mean pdrop report " + run + "?"));
    }

    private static List<String> foldersIn(Path place) {
        try (Stream<Path> entries = Files.list(place)) {
            return entries.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean isRemovable(Listed one) {
        return one.state() != Listed.State.RUNNING && clean.stream().anyMatch(what -> matches(what, one));
    }

    private boolean matches(String what, Listed one) {
        Matcher days = DAYS.matcher(what);
        if (days.matches()) {
            Instant limit = clock.instant().minus(Duration.ofDays(Long.parseLong(days.group(1))));
            return one.date().isBefore(limit);
        }
        return one.state() == Listed.State.UNFINISHED;
    }

    private boolean confirmed(RunsListing shown) {
        if (yes) {
            return true;
        }
        if (!console.terminal()) {
            throw usage("expected --yes to remove runs where nobody can be asked, found none");
        }
        console.error().print("Remove " + shown.total() + "? [y/N] ");
        console.error().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove(Listed one) {
        try {
            boolean gone = one.remove();
            console.out()
                    .println("removed " + one.name()
                            + (gone ? "" : ", but the folder stays: it holds files that pdrop did not write"));
        } catch (FailedRunException stays) {
            console.error().println(stays.getMessage());
        }
    }

    /** Removes something without a word on standard output. */
    private boolean removed(Listed one) {
        try {
            one.remove();
            return true;
        } catch (FailedRunException stays) {
            console.error().println(stays.getMessage());
            return false;
        }
    }

    private void checkWhat() {
        for (String what : clean) {
            if (!what.equals(UNFINISHED) && !DAYS.matcher(what).matches()) {
                throw usage("--clean: expected 'unfinished' or a number of days such as 30d, found '" + what + "'");
            }
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
