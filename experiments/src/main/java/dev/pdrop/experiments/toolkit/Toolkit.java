// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.toolkit;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginFolders;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.spi.Plugin;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What commands need, made when it is first asked for, so that {@code --help} stays quick.
 *
 * <p>For one command, or one program, on one thread.
 */
public final class Toolkit {

    /** The system property by which the launcher says which folders it took plugins from. */
    private static final String PLUGIN_FOLDERS = "pdrop.plugins";

    private final Home home;
    private final ClassLoader plugins;
    private final List<Path> pluginFolders;
    private final Map<String, String> environment;
    private final List<Plugin> given;
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
        this(home, plugins, pluginFolders, environment, List.of());
    }

    private Toolkit(
            Home home,
            ClassLoader plugins,
            List<Path> pluginFolders,
            Map<String, String> environment,
            List<Plugin> given) {
        this.home = home;
        this.plugins = plugins;
        this.pluginFolders = List.copyOf(pluginFolders);
        this.environment = Map.copyOf(environment);
        this.given = List.copyOf(given);
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

    /**
     * The toolkit of this process: where the launcher says that it stands, with the plugins on the class path.
     *
     * <p>Makes libraries quiet that would report usage, or be warned of by newer versions of Java, unless they are told
     * before any of their classes is loaded.
     */
    public static Toolkit ofProcess() {
        System.setProperty("ai.djl.offline", "true");
        // Guice would generate classes by means that newer versions of Java warn of, and some day refuse.
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        List<Path> folders = Stream.of(System.getProperty(PLUGIN_FOLDERS, "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return new Toolkit(Home.ofProcess(), Toolkit.class.getClassLoader(), folders, System.getenv());
    }

    /** The same toolkit with a plugin more, which a program made itself. */
    public Toolkit with(Plugin more) {
        return new Toolkit(
                home,
                plugins,
                pluginFolders,
                environment,
                Stream.concat(given.stream(), Stream.of(more)).toList());
    }

    /** The environment's variables; they name a tracking server and its credentials, and decide nothing else. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Folders of jars that plugins from outside were taken from. */
    public List<Path> pluginFolders() {
        return pluginFolders;
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
            catalog = Optional.of(PluginCatalog.load(plugins, given));
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
