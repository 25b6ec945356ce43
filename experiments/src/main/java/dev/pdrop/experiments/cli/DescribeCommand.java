// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.Credentials;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.BlockGuide;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plugin.PluginDefaults;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.plugin.PluginOrigin;
import dev.pdrop.experiments.plugin.UnknownPluginException;
import dev.pdrop.experiments.toolkit.Toolkit;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.PluginFactory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pdrop describe NAME}: the settings of a plugin, or a file of a group and what holds in it. */
@Command(
        name = "describe",
        sortOptions = false,
        description = "Say what a plugin, method, experiment, backbone or data set is and can be set to.")
final class DescribeCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "A name that pdrop list prints.")
    private String name = "";

    @Mixin
    private JsonOption json = new JsonOption();

    DescribeCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    /**
     * Something of that name, for machines.
     *
     * @param schedule what holds in a method; empty for anything else
     * @param settings of a method, each with its origin; empty for anything else
     * @param problem why a method cannot be used; empty if it can
     * @param block what the block of a plugin takes beside the plugin's own settings; empty for a file
     */
    private record Entry(
            String kind,
            String name,
            String description,
            String source,
            String text,
            String schedule,
            List<Setting> settings,
            String problem,
            String block) {}

    /** All for machines. */
    private record Description(String name, List<Entry> entries) {}

    @Override
    public Integer call() {
        Set<String> known = new TreeSet<>();
        List<PluginKind> plugins = new ArrayList<>();
        for (PluginKind kind : PluginKind.values()) {
            known.addAll(toolkit.catalog().factories(kind).keySet());
            if (toolkit.catalog().factories(kind).containsKey(name)) {
                plugins.add(kind);
            }
        }
        List<GroupFile> files = new ArrayList<>();
        for (ConfigGroup group : ConfigGroup.values()) {
            for (GroupFile file : toolkit.groups().list(group)) {
                known.add(file.name());
                if (file.name().equals(name)) {
                    files.add(file);
                }
            }
        }
        if (!known.contains(name)) {
            throw new UnknownPluginException(
                    "unknown name '" + name + "'; " + NearestName.hint(name, known, "known names"));
        }
        if (json.wanted()) {
            List<Entry> entries = new ArrayList<>();
            plugins.forEach(kind -> entries.add(entry(kind)));
            files.forEach(file -> entries.add(entry(file)));
            console.out().println(JsonOption.text(new Description(name, entries)));
        } else {
            plugins.forEach(kind -> describe(console.out(), kind, factory(kind)));
            files.forEach(file -> describe(console.out(), file));
        }
        return 0;
    }

    private PluginFactory<?, ?> factory(PluginKind kind) {
        return Objects.requireNonNull(toolkit.catalog().factories(kind).get(name));
    }

    private Entry entry(PluginKind kind) {
        PluginFactory<?, ?> factory = factory(kind);
        return new Entry(
                kind.label(),
                factory.name(),
                factory.description(),
                PluginOrigin.outsideJar(factory.getClass()),
                PluginDefaults.text(factory).orElse(""),
                "",
                List.of(),
                "",
                BlockGuide.of(kind, factory.name()));
    }

    private Entry entry(GroupFile file) {
        if (file.group() != ConfigGroup.METHOD) {
            return entry(file, "", List.of(), "");
        }
        try {
            ArmPlan arm = resolved();
            return entry(file, arm.schedule(), Setting.of("", arm.config()), "");
        } catch (PdropException e) {
            return entry(file, "", List.of(), Credentials.hiddenIn(String.valueOf(e.getMessage())));
        }
    }

    private static Entry entry(GroupFile file, String schedule, List<Setting> settings, String problem) {
        return new Entry(
                file.group().label(),
                file.name(),
                Comments.firstSentence(file.text()),
                file.builtIn() ? "" : file.source().toString(),
                file.text(),
                schedule,
                settings,
                problem,
                "");
    }

    private static void describe(PrintWriter out, PluginKind kind, PluginFactory<?, ?> factory) {
        out.println(kind.label() + " " + factory.name() + ": " + factory.description());
        out.println();
        out.println(indented(PluginDefaults.text(factory).orElse("# It has no settings.")));
        out.println(indented(BlockGuide.of(kind, factory.name())));
    }

    private void describe(PrintWriter out, GroupFile file) {
        String source = file.builtIn() ? "" : " (from " + file.source() + ")";
        out.println(file.group().label() + " " + file.name() + source);
        out.println();
        out.println(indented(file.text()));
        if (file.group() == ConfigGroup.METHOD) {
            out.println("What holds in it:");
            out.println();
            out.println(indented(whatHolds()));
        }
    }

    private ArmPlan resolved() {
        return toolkit.injector().getInstance(MethodResolver.class).resolve(name, List.of());
    }

    private static String indented(String text) {
        return text.stripTrailing()
                .lines()
                .map(line -> line.isBlank() ? "" : "  " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String whatHolds() {
        try {
            ArmPlan arm = resolved();
            return "the schedule: " + arm.schedule() + "\n\n" + ConfigText.withOrigins(arm.config());
        } catch (PdropException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
