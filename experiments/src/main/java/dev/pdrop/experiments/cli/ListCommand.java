// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.plugin.PluginOrigin;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.PluginFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pdrop list}: everything that has a name. */
@Command(
        name = "list",
        sortOptions = false,
        description = "List plugins, methods, experiments and what else can be named.")
final class ListCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(
            paramLabel = "KIND",
            arity = "0..*",
            completionCandidates = Kinds.class,
            description = "Only these: ${COMPLETION-CANDIDATES}.")
    private List<String> kinds = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private JsonOption json = new JsonOption();

    ListCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** What may be asked for alone. */
    static final class Kinds implements Iterable<String> {

        /** Of plugins and files alike where both are called so. */
        private static Set<String> all() {
            Set<String> kinds = new LinkedHashSet<>();
            for (PluginKind kind : PluginKind.values()) {
                kinds.add(plural(kind.label()));
            }
            for (ConfigGroup group : ConfigGroup.values()) {
                kinds.add(plural(group.label()));
            }
            return kinds;
        }

        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }
    }

    /** A line of the list; {@code source} is empty for what comes with the toolkit. */
    private record Entry(String kind, String name, String description, String source) {}

    /** The list for machines. */
    private record Listing(List<Entry> plugins, List<Entry> files) {}

    @Override
    public Integer call() {
        checkKinds();
        List<PluginKind> pluginKinds = Stream.of(PluginKind.values())
                .filter(kind -> wanted(kind.label()))
                .toList();
        List<ConfigGroup> groups = Stream.of(ConfigGroup.values())
                .filter(group -> wanted(group.label()))
                .toList();
        PrintWriter out = console.out();
        if (json.wanted()) {
            out.println(JsonOption.text(new Listing(
                    pluginKinds.stream().flatMap(kind -> plugins(kind).stream()).toList(),
                    groups.stream().flatMap(group -> files(group).stream()).toList())));
            return 0;
        }
        pluginKinds.forEach(kind -> print(out, "Plugins: " + kind.label() + "s", plugins(kind)));
        groups.forEach(group -> print(out, "Files: conf/" + group.folder(), files(group)));
        out.println("pdrop describe NAME says more about each.");
        return 0;
    }

    private void checkKinds() {
        for (String kind : kinds) {
            if (!Kinds.all().contains(plural(kind))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown kind '" + kind + "'; " + NearestName.hint(kind, Kinds.all(), "known kinds"));
            }
        }
    }

    private boolean wanted(String kind) {
        return kinds.isEmpty() || kinds.stream().anyMatch(one -> plural(one).equals(plural(kind)));
    }

    /** One word for a kind in either number. */
    private static String plural(String kind) {
        String word = kind.replace(' ', '-');
        if (word.endsWith("y")) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        return word.endsWith("s") ? word : word + "s";
    }

    private List<Entry> plugins(PluginKind kind) {
        List<Entry> entries = new ArrayList<>();
        for (PluginFactory<?, ?> factory : toolkit.catalog().factories(kind).values()) {
            entries.add(new Entry(
                    kind.label(), factory.name(), factory.description(), PluginOrigin.outsideJar(factory.getClass())));
        }
        return entries;
    }

    private List<Entry> files(ConfigGroup group) {
        List<Entry> entries = new ArrayList<>();
        for (GroupFile file : toolkit.groups().list(group)) {
            entries.add(new Entry(
                    group.label(),
                    file.name(),
                    Comments.firstSentence(file.text()),
                    file.builtIn() ? "" : file.source().toString()));
        }
        return entries;
    }

    private static void print(PrintWriter out, String title, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        int width =
                entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        out.println(title);
        for (Entry entry : entries) {
            String padding = " ".repeat(width - entry.name().length() + 2);
            String source = entry.source().isEmpty() ? "" : " (from " + entry.source() + ")";
            out.println(("  " + entry.name() + padding + entry.description() + source).stripTrailing());
        }
        out.println();
    }
}
