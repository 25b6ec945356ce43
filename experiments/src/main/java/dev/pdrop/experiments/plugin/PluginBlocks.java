// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import com.google.inject.Inject;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.BackboneFactory;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.DatasetFactory;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.MetricFactory;
import dev.pdrop.spi.ModelStarter;
import dev.pdrop.spi.ModelStarterFactory;
import dev.pdrop.spi.PluginFactory;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Binds blocks of the form <code>{ use = NAME, .. }</code>: {@code use} picks the factory, the rest is laid over the
 * plugin's defaults and bound to the factory's configuration record.
 *
 * <p>Each method adds what is wrong to the given problems and is empty if anything was wrong.
 */
public final class PluginBlocks {

    private final Map<String, BackboneFactory<?>> backbones;
    private final Map<String, ModelStarterFactory<?>> modelStarters;
    private final Map<String, TokenRankerFactory<?>> rankers;
    private final Map<String, StageSchedulerFactory<?>> schedulers;
    private final Map<String, DatasetFactory<?>> datasets;
    private final Map<String, MetricFactory<?>> metrics;
    private final Map<PluginFactory<?, ?>, ConfigObject> defaults = new ConcurrentHashMap<>();

    @Inject
    PluginBlocks(
            Map<String, BackboneFactory<?>> backbones,
            Map<String, ModelStarterFactory<?>> modelStarters,
            Map<String, TokenRankerFactory<?>> rankers,
            Map<String, StageSchedulerFactory<?>> schedulers,
            Map<String, DatasetFactory<?>> datasets,
            Map<String, MetricFactory<?>> metrics) {
        this.backbones = backbones;
        this.modelStarters = modelStarters;
        this.rankers = rankers;
        this.schedulers = schedulers;
        this.datasets = datasets;
        this.metrics = metrics;
    }

    /** Binds a model. */
    public Optional<PluginBlock<?, Backbone>> backbone(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.BACKBONE, backbones, block, problems)
                .flatMap(factory -> bind(factory, block, problems));
    }

    /** Binds what begins a new model. */
    public Optional<PluginBlock<?, ModelStarter>> modelStarter(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.MODEL_STARTER, modelStarters, block, problems)
                .flatMap(factory -> bind(factory, block, problems));
    }

    /** Binds a ranker. */
    public Optional<PluginBlock<?, TokenRanker>> ranker(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.RANKER, rankers, block, problems).flatMap(factory -> bind(factory, block, problems));
    }

    /** Binds a stage scheduler. */
    public Optional<PluginBlock<?, StageScheduler>> scheduler(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.SCHEDULER, schedulers, block, problems)
                .flatMap(factory -> bind(factory, block, problems));
    }

    /** Binds a data set. */
    public Optional<PluginBlock<?, Dataset>> dataset(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.DATASET, datasets, block, problems).flatMap(factory -> bind(factory, block, problems));
    }

    /** Binds a metric. */
    public Optional<PluginBlock<?, Metric>> metric(ConfigBlock block, ConfigProblems problems) {
        return choose(PluginKind.METRIC, metrics, block, problems).flatMap(factory -> bind(factory, block, problems));
    }

    private static <F extends PluginFactory<?, ?>> Optional<F> choose(
            PluginKind kind, Map<String, F> factories, ConfigBlock block, ConfigProblems problems) {
        ConfigValue use = block.object().get(Overlay.USE);
        if (use == null) {
            problems.add(
                    block.location(),
                    block.pathOf(Overlay.USE),
                    "missing, expected the name of a " + kind.label() + ": " + String.join(", ", factories.keySet())
                            + orFile(kind));
            return Optional.empty();
        }
        Optional<String> name = Overlay.string(block.object(), Overlay.USE);
        if (name.isEmpty()) {
            problems.add(
                    use.origin(),
                    block.pathOf(Overlay.USE),
                    "expected the name of a " + kind.label() + ", found " + use.render());
        }
        Optional<F> chosen = name.map(factories::get);
        if (name.isPresent() && chosen.isEmpty()) {
            problems.add(
                    SourceLocation.of(use.origin()),
                    block.pathOf(Overlay.USE),
                    PluginCatalog.unknown(kind, name.get(), factories));
        }
        return chosen;
    }

    /** A name that stands before a block of the same key is replaced by the block, which then has no plugin. */
    private static String orFile(PluginKind kind) {
        return switch (kind) {
            case BACKBONE, DATASET ->
                "; or write from = NAME beside the other settings of the block, for a file of conf/" + kind.label()
                        + ": a line " + kind.label() + " = NAME above the block is replaced by it";
            case MODEL_STARTER, RANKER, SCHEDULER, METRIC -> "";
        };
    }

    private <C extends Record, T> Optional<PluginBlock<?, T>> bind(
            PluginFactory<C, T> factory, ConfigBlock block, ConfigProblems problems) {
        ConfigValue use = Overlay.value(block.object(), Overlay.USE);
        ConfigObject settings = block.object();
        for (String taken : block.otherKeys()) {
            settings = settings.withoutKey(taken);
        }
        try {
            settings = settings.withoutKey(Overlay.USE).withFallback(defaults(factory));
        } catch (InvalidConfigException broken) {
            problems.addAll(broken);
            return Optional.empty();
        }
        List<String> otherKeys = new ArrayList<>(block.otherKeys());
        otherKeys.add(Overlay.USE);
        ConfigBlock rest = new ConfigBlock(settings, block.path(), SourceLocation.of(use.origin()), otherKeys);
        Optional<BoundRecord<C>> bound = RecordBinder.bind(factory.configType(), rest, problems);
        return bound.map(record -> new PluginBlock<>(factory, record.value(), effective(record, use)));
    }

    /** They come with the plugin and cannot change; many arms share a plugin. */
    private ConfigObject defaults(PluginFactory<?, ?> factory) {
        return defaults.computeIfAbsent(factory, PluginDefaults::of);
    }

    private static Config effective(BoundRecord<?> record, ConfigValue use) {
        return record.effective().withValue(Overlay.USE, use).toConfig();
    }
}
