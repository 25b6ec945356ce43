// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.MetricFactory;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.PluginFactory;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every factory on the class path, by kind and name.
 *
 * <p>Immutable.
 */
public final class PluginCatalog {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([.-][a-z0-9]+)*");

    private final SortedMap<String, BackboneFactory<?>> backbones;
    private final SortedMap<String, ModelStarterFactory<?>> modelStarters;
    private final SortedMap<String, TokenRankerFactory<?>> rankers;
    private final SortedMap<String, StageSchedulerFactory<?>> schedulers;
    private final SortedMap<String, DatasetFactory<?>> datasets;
    private final SortedMap<String, MetricFactory<?>> metrics;

    /**
     * A catalog of the given plugins.
     *
     * @throws DuplicatePluginException if two factories of one kind have one name
     * @throws BrokenPluginException if a plugin fails to list its factories, or names one in another way than
     *     kebab-case
     */
    public PluginCatalog(List<? extends Plugin> plugins) {
        backbones = collect(PluginKind.BACKBONE, plugins, Plugin::backbones);
        modelStarters = collect(PluginKind.MODEL_STARTER, plugins, Plugin::modelStarters);
        rankers = collect(PluginKind.RANKER, plugins, Plugin::tokenRankers);
        schedulers = collect(PluginKind.SCHEDULER, plugins, Plugin::stageSchedulers);
        datasets = collect(PluginKind.DATASET, plugins, Plugin::datasets);
        metrics = collect(PluginKind.METRIC, plugins, Plugin::metrics);
    }

    /**
     * A catalog of every plugin that a class loader can see.
     *
     * @throws DuplicatePluginException if two factories of one kind have one name
     * @throws BrokenPluginException if a plugin cannot be loaded
     */
    public static PluginCatalog load(ClassLoader loader) {
        return load(loader, List.of());
    }

    /**
     * A catalog of every plugin that a class loader can see, and of some that a program made itself.
     *
     * @throws DuplicatePluginException if two factories of one kind have one name
     * @throws BrokenPluginException if a plugin cannot be loaded, or names a factory in another way than kebab-case
     */
    public static PluginCatalog load(ClassLoader loader, List<Plugin> given) {
        return new PluginCatalog(Stream.concat(PluginLoader.load(loader).stream(), given.stream())
                .toList());
    }

    /** Models by name. */
    public SortedMap<String, BackboneFactory<?>> backbones() {
        return backbones;
    }

    /** Kinds of new models by name. */
    public SortedMap<String, ModelStarterFactory<?>> modelStarters() {
        return modelStarters;
    }

    /** Rankers by name. */
    public SortedMap<String, TokenRankerFactory<?>> rankers() {
        return rankers;
    }

    /** Stage schedulers by name. */
    public SortedMap<String, StageSchedulerFactory<?>> schedulers() {
        return schedulers;
    }

    /** Data sets by name. */
    public SortedMap<String, DatasetFactory<?>> datasets() {
        return datasets;
    }

    /** Metrics by name. */
    public SortedMap<String, MetricFactory<?>> metrics() {
        return metrics;
    }

    /** The factories of a kind, by name. */
    public SortedMap<String, ? extends PluginFactory<?, ?>> factories(PluginKind kind) {
        return switch (kind) {
            case BACKBONE -> backbones;
            case MODEL_STARTER -> modelStarters;
            case RANKER -> rankers;
            case SCHEDULER -> schedulers;
            case DATASET -> datasets;
            case METRIC -> metrics;
        };
    }

    /** Why a name was not found: the nearest known one, or all. */
    static UnknownPluginException unknown(
            PluginKind kind, String name, java.util.Map<String, ? extends PluginFactory<?, ?>> known) {
        return new UnknownPluginException("unknown " + kind.label() + " '" + name + "'; "
                + NearestName.hint(name, known.keySet(), "known " + kind.label() + "s"));
    }

    private static <F extends PluginFactory<?, ?>> SortedMap<String, F> collect(
            PluginKind kind, List<? extends Plugin> plugins, Function<Plugin, List<F>> offers) {
        SortedMap<String, F> byName = new TreeMap<>();
        for (Plugin plugin : plugins) {
            for (F factory : offered(plugin, offers)) {
                F other = byName.putIfAbsent(validName(kind, factory), factory);
                if (other != null) {
                    throw duplicate(kind, factory, other);
                }
            }
        }
        return Collections.unmodifiableSortedMap(byName);
    }

    private static <F> List<F> offered(Plugin plugin, Function<Plugin, List<F>> offers) {
        try {
            return List.copyOf(offers.apply(plugin));
        } catch (RuntimeException | LinkageError e) {
            throw new BrokenPluginException(
                    "expected a plugin that lists its factories, found that " + PluginOrigin.describe(plugin.getClass())
                            + " fails: " + LoadFailure.reason(e) + "; update or remove its jar",
                    e);
        }
    }

    private static String validName(PluginKind kind, PluginFactory<?, ?> factory) {
        String name = stated(factory);
        if (!NAME.matcher(name).matches()) {
            throw new BrokenPluginException(
                    "expected a kebab-case name for a " + kind.label() + ", found '" + name + "' from "
                            + PluginOrigin.describe(factory.getClass()) + "; update or remove its jar",
                    null);
        }
        return name;
    }

    /** The name, of a factory that also has a description and settings. */
    private static String stated(PluginFactory<?, ?> factory) {
        try {
            Objects.requireNonNull(factory.description());
            Objects.requireNonNull(factory.configType().getRecordComponents());
            return Objects.requireNonNull(factory.name());
        } catch (RuntimeException | LinkageError e) {
            throw new BrokenPluginException(
                    "expected a factory with a name, a description and a record of settings, found that "
                            + PluginOrigin.describe(factory.getClass()) + " fails: " + LoadFailure.reason(e)
                            + "; update or remove its jar",
                    e);
        }
    }

    private static DuplicatePluginException duplicate(
            PluginKind kind, PluginFactory<?, ?> factory, PluginFactory<?, ?> other) {
        return new DuplicatePluginException("expected one " + kind.label() + " named '" + factory.name()
                + "', found two: " + PluginOrigin.describe(other.getClass()) + " and "
                + PluginOrigin.describe(factory.getClass()) + "; rename one or remove one of the jars");
    }
}
