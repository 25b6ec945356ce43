// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginFolders;
import dev.pdrop.experiments.plugin.PluginModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What commands need, made when it is first asked for, so that {@code --help} stays quick.
 *
 * <p>For one command on one thread.
 */
public final class Toolkit {

    private final Home home;
    private final ClassLoader plugins;
    private final List<Path> pluginFolders;
    private final Map<String, String> environment;
    private Optional<PluginCatalog> catalog = Optional.empty();

    /**
     * A toolkit.
     *
     * @param home where it is installed
     * @param plugins finds plugins and the configuration files that they carry
     * @param pluginFolders folders of jars that {@code plugins} was given; checked before plugins are loaded
     * @param environment the environment's variables
     */
    public Toolkit(Home home, ClassLoader plugins, List<Path> pluginFolders, Map<String, String> environment) {
        this.home = home;
        this.plugins = plugins;
        this.pluginFolders = List.copyOf(pluginFolders);
        this.environment = Map.copyOf(environment);
    }

    /**
     * A toolkit without plugins from outside, in an environment without variables.
     *
     * @param home where it is installed
     * @param plugins finds plugins and the configuration files that they carry
     */
    public Toolkit(Home home, ClassLoader plugins) {
        this(home, plugins, List.of(), Map.of());
    }

    /** The environment's variables; they name a tracking server and its credentials, and decide nothing else. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Where the toolkit is installed. */
    public Home home() {
        return home;
    }

    /**
     * Every plugin.
     *
     * @throws dev.pdrop.spi.PdropException if one is broken or two share a name
     */
    public PluginCatalog catalog() {
        if (catalog.isEmpty()) {
            PluginFolders.check(pluginFolders);
            catalog = Optional.of(PluginCatalog.load(plugins));
        }
        return catalog.get();
    }

    /** The groups of configuration files, those of plugins included. */
    public ConfigGroups groups() {
        return new ConfigGroups(home.conf(), plugins);
    }

    /**
     * Wires everything.
     *
     * @param more what a command needs beside plugins and plans
     */
    public Injector injector(Module... more) {
        List<Module> modules =
                new ArrayList<>(List.of(new StrictModule(), new PluginModule(catalog()), new PlanModule(groups())));
        modules.addAll(List.of(more));
        return Guice.createInjector(Stage.PRODUCTION, modules);
    }
}
