// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.GroupFile;
import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.experiments.plan.ArmPlan;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plugin.PluginDefaults;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.experiments.plugin.UnknownPluginException;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.PluginFactory;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pdrop describe NAME}: the settings of a plugin, or a file of a group and what holds in it. */
@Command(
        name = "describe",
        description = "Say what a plugin, method, experiment, backbone or data set is and can be set to.")
final class DescribeCommand implements Callable<Integer> {

    private final Toolkit toolkit;
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "A name that pdrop list prints.")
    private String name = "";

    DescribeCommand(Toolkit toolkit, Console console) {
        this.toolkit = toolkit;
        this.console = console;
    }

    @Override
    public Integer call() {
        PrintWriter out = console.out();
        Set<String> known = new TreeSet<>();
        for (PluginKind kind : PluginKind.values()) {
            known.addAll(toolkit.catalog().factories(kind).keySet());
            PluginFactory<?, ?> factory = toolkit.catalog().factories(kind).get(name);
            if (factory != null) {
                describe(out, kind, factory);
            }
        }
        for (ConfigGroup group : ConfigGroup.values()) {
            for (GroupFile file : toolkit.groups().list(group)) {
                known.add(file.name());
                if (file.name().equals(name)) {
                    describe(out, file);
                }
            }
        }
        if (!known.contains(name)) {
            throw new UnknownPluginException(
                    "unknown name '" + name + "'; " + NearestName.hint(name, known, "known names"));
        }
        return 0;
    }

    private static void describe(PrintWriter out, PluginKind kind, PluginFactory<?, ?> factory) {
        out.println(kind.label() + " " + factory.name() + ": " + factory.description());
        out.println();
        out.println(indented(PluginDefaults.text(factory).orElse("# It has no settings.")));
    }

    private void describe(PrintWriter out, GroupFile file) {
        String source = file.builtIn() ? "" : " (from " + file.source() + ")";
        out.println(file.group().folder() + " " + file.name() + source);
        out.println();
        out.println(indented(file.text()));
        if (file.group() == ConfigGroup.METHOD) {
            out.println("What holds in it:");
            out.println();
            out.println(indented(whatHolds()));
        }
    }

    private static String indented(String text) {
        return text.stripTrailing()
                .lines()
                .map(line -> line.isBlank() ? "" : "  " + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String whatHolds() {
        try {
            ArmPlan arm = toolkit.injector().getInstance(MethodResolver.class).resolve(name, java.util.List.of());
            return "the schedule: " + arm.schedule() + "\n\n" + ConfigText.withOrigins(arm.config());
        } catch (PdropException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
