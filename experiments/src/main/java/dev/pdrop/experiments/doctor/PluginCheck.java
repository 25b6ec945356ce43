// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.doctor;

import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginKind;
import dev.pdrop.spi.PdropException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The plugins on the class path. */
final class PluginCheck implements Check {

    private static final String SUBJECT = "plugins";

    private final Supplier<PluginCatalog> plugins;

    PluginCheck(Supplier<PluginCatalog> plugins) {
        this.plugins = plugins;
    }

    @Override
    public List<Finding> findings() {
        try {
            PluginCatalog catalog = plugins.get();
            String found = Arrays.stream(PluginKind.values())
                    .filter(kind -> !catalog.factories(kind).isEmpty())
                    .map(kind -> kind.label() + "s "
                            + String.join(", ", catalog.factories(kind).keySet()))
                    .collect(Collectors.joining("; "));
            boolean usable = !catalog.factories(PluginKind.BACKBONE).isEmpty();
            return List.of(
                    usable
                            ? Finding.ok(SUBJECT, found)
                            : Finding.fail(
                                    SUBJECT,
                                    found.isEmpty() ? "none" : found,
                                    "start with the pdrop script, or name a folder of jars with --plugins: no model"
                                            + " can be opened without a backbone"));
        } catch (PdropException e) {
            return List.of(Finding.fail(SUBJECT, String.valueOf(e.getMessage()), "take the jar out, or mend it"));
        }
    }
}
