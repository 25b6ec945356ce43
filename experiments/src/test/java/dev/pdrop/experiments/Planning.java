// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.PlanModule;
import dev.pdrop.experiments.plugin.PluginCatalog;
import dev.pdrop.experiments.plugin.PluginModule;
import dev.pdrop.spi.Geometry;
import java.nio.file.Path;
import java.util.List;

/**
 * Readers of configuration.
 *
 * @param injector knows plugins and a configuration folder
 */
public record Planning(Injector injector) {

    /** The configuration folder of the toolkit. */
    public static final Path CONF = Path.of("conf");

    /** Readers of a configuration folder that know the fake plugins. */
    public static Planning in(Path conf) {
        return with(new PluginCatalog(List.of(new FakePlugin())), conf);
    }

    /** Readers of the toolkit's own configuration folder that know the real plugins. */
    public static Planning real() {
        return with(PluginCatalog.load(Planning.class.getClassLoader()), CONF);
    }

    /** The sizes of the checkpoint that comes along, as its backbone reads them. */
    public static Geometry glyphLlava() {
        return real().experiments().read("quickstart", List.of()).geometry();
    }

    private static Planning with(PluginCatalog catalog, Path conf) {
        ConfigGroups groups = new ConfigGroups(conf, ClassLoader.getPlatformClassLoader());
        return new Planning(Guice.createInjector(new PluginModule(catalog), new PlanModule(groups)));
    }

    /** Reads experiments. */
    public ExperimentReader experiments() {
        return injector.getInstance(ExperimentReader.class);
    }

    /** Makes methods. */
    public MethodResolver methods() {
        return injector.getInstance(MethodResolver.class);
    }
}
