// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.plugin.PluginOrigin;
import dev.pdrop.spi.PluginFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pdrop list}: everything that has a name. */
@Command(
        name = "list",
        sortOptions = false,
        description = "List plugins, methods, experiments and what else can be named.")
final class ListCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Mixin
    private JsonOption json = new JsonOption();

    ListCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /** A line of the list; {@code source} is empty for what comes with the toolkit. */
    private record Entry(String kind, String name, String description, String source) {}

    /** The list for machines. */
    private record Listing(List<Entry> plugins, List<Entry> files) {}

    @Override
    public Integer call() {
        PrintWriter out = console.out();
        if (json.wanted()) {
            List<Entry> plugins = new ArrayList<>();
            List<Entry> files = new ArrayList<>();
            for (PluginKind kind : PluginKind.values()) {
                plugins.addAll(plugins(kind));
            }
            for (ConfigGroup group : ConfigGroup.values()) {
                files.addAll(files(group));
            }
            out.println(JsonOption.text(new Listing(plugins, files)));
            return 0;
        }
        for (PluginKind kind : PluginKind.values()) {
            print(out, "Plugins: " + kind.label() + "s", plugins(kind));
        }
        for (ConfigGroup group : ConfigGroup.values()) {
            print(out, "Files: conf/" + group.folder(), files(group));
        }
        out.println("pdrop describe NAME says more about each.");
        return 0;
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
                    group.folder(),
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
