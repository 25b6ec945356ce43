// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Metric;
import dev.pdrop.spi.StageScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a plan together from resolved configuration, going on after a problem so that all are found. */
final class PlanAssembly {

    private final PluginBlocks blocks;
    private final MethodResolver methods;
    private final GroupReferences references;
    private final ConfigProblems problems;

    PlanAssembly(PluginBlocks blocks, MethodResolver methods, GroupReferences references, ConfigProblems problems) {
        this.blocks = blocks;
        this.methods = methods;
        this.references = references;
        this.problems = problems;
    }

    /**
     * Puts the plan together.
     *
     * @param source what was asked for
     * @param whole the whole configuration
     * @param order the names of the arms in file order
     */
    ExperimentPlan assemble(String source, ConfigBlock whole, List<String> order) {
        Optional<BoundRecord<ExperimentSettings>> settings =
                RecordBinder.bind(ExperimentSettings.class, whole, problems);
        ControlSetting controls =
                ControlSetting.read(settings.flatMap(one -> one.value().controls()), problems);
        Optional<PluginBlock<?, Backbone>> backbone =
                group(ConfigGroup.BACKBONE, whole).flatMap(block -> blocks.backbone(block, problems));
        Optional<DatasetPlan> dataset = group(ConfigGroup.DATASET, whole).flatMap(this::dataset);
        List<ArmAxis> axes = axes(whole, order);
        List<ArmPlan> arms = arms(whole, order, axes);
        ModelCheck check = ModelCheck.of(backbone);
        arms.forEach(arm -> check.check(arm, ArmSource.pathOf(arm.name()), problems));
        UnopenedModel model = check.model(problems);
        AxisEffect.check(axes, arms, model.geometry(), problems);
        AttachedControls.Attached attached = new AttachedControls(
                        controls,
                        arms.stream()
                                .map(arm -> arm.solvedFor(model.geometry()))
                                .toList(),
                        model,
                        methods,
                        references,
                        problems)
                .attach();
        Optional<List<Difference>> contrasts = contrasts(whole, attached.arms(), !problems.isEmpty());
        problems.throwIfAny();
        ExperimentSettings values = settings.orElseThrow().value();
        return new ExperimentPlan(
                source,
                values.name(),
                values.question(),
                values.seed(),
                model.backbone(),
                model.geometry(),
                dataset.orElseThrow(),
                values.decoding(),
                values.batchSize(),
                values.engine(),
                values.onError(),
                values.output(),
                attached.arms(),
                attached.controls(),
                contrasts,
                values.tracking(),
                values.measure(),
                values.diagnose(),
                withoutBlocks(settings.orElseThrow().effective()));
    }

    /** Where an arm has an error it is missing, and a contrast that names it is none. */
    private Optional<List<Difference>> contrasts(ConfigBlock whole, List<ArmPlan> arms, boolean incomplete) {
        return incomplete
                ? Optional.empty()
                : new ContrastSetting(arms.stream().map(ArmPlan::name).collect(Collectors.toSet()), problems)
                        .read(Overlay.object(whole.object(), ContrastSetting.KEY));
    }

    private Optional<ConfigBlock> group(ConfigGroup group, ConfigBlock whole) {
        return Overlay.object(whole.object(), group.folder())
                .flatMap(block -> references
                        .follow(group, block, group.folder(), problems)
                        .map(followed -> new ConfigBlock(
                                followed, group.folder(), SourceLocation.of(block.origin()), List.of())));
    }

    private Optional<DatasetPlan> dataset(ConfigBlock block) {
        Set<String> own = RecordBinder.keys(DatasetSettings.class);
        ConfigObject ownSettings = block.object();
        for (String key : block.object().keySet()) {
            ownSettings = own.contains(key) ? ownSettings : ownSettings.withoutKey(key);
        }
        Optional<BoundRecord<DatasetSettings>> settings =
                settings(block, new ConfigBlock(ownSettings, block.path(), block.location(), List.of()));
        Optional<PluginBlock<?, Dataset>> source = blocks.dataset(
                new ConfigBlock(block.object(), block.path(), block.location(), List.copyOf(own)), problems);
        Optional<PluginBlock<?, Metric>> metric = Overlay.object(block.object(), "metric")
                .flatMap(inner -> blocks.metric(ConfigBlock.of(inner, block.pathOf("metric")), problems));
        if (settings.isEmpty() || source.isEmpty() || metric.isEmpty()) {
            return Optional.empty();
        }
        Config effective = source.get()
                .effective()
                .withFallback(settings.get().effective().withoutKey("metric"))
                .withValue("metric", metric.get().effective().root());
        DatasetSettings values = settings.get().value();
        return Optional.of(new DatasetPlan(source.get(), values.prompt(), values.limit(), metric.get(), effective));
    }

    /** Where the plugin is missing too, what else is missing would come with the file that nobody named. */
    private Optional<BoundRecord<DatasetSettings>> settings(ConfigBlock block, ConfigBlock own) {
        ConfigProblems found = new ConfigProblems();
        Optional<BoundRecord<DatasetSettings>> settings = RecordBinder.bind(DatasetSettings.class, own, found);
        Set<String> missing = RecordBinder.keys(DatasetSettings.class).stream()
                .filter(key -> !own.object().containsKey(key))
                .map(own::pathOf)
                .collect(Collectors.toSet());
        boolean named = block.object().containsKey(Overlay.USE);
        found.sorted().stream()
                .filter(problem -> named || !missing.contains(problem.path()))
                .forEach(problems::add);
        return settings;
    }

    private List<ArmAxis> axes(ConfigBlock whole, List<String> order) {
        return Overlay.object(whole.object(), ExperimentReader.AXES)
                .map(values -> ArmAxis.read(values, new LinkedHashSet<>(order), problems))
                .orElseGet(List::of);
    }

    private List<ArmPlan> arms(ConfigBlock whole, List<String> order, List<ArmAxis> axes) {
        Optional<ConfigObject> block = Overlay.object(whole.object(), ExperimentReader.ARMS);
        List<ArmSource> sources = new ArrayList<>();
        for (String name : order) {
            block.flatMap(arms -> Overlay.object(arms, name))
                    .map(arm -> new ArmSource(name, ArmSource.pathOf(name), arm, SourceLocation.of(arm.origin())))
                    .ifPresent(sources::add);
        }
        return EqualRankers.joined(bound(ArmExpansion.expand(sources, axes, problems)));
    }

    /** Arms that follow another arm are bound last, and stay in their place. */
    private List<ArmPlan> bound(List<ArmSource> sources) {
        Set<String> names = sources.stream().map(ArmSource::name).collect(Collectors.toSet());
        Set<String> following = sources.stream()
                .filter(ArmSource::followsAnother)
                .map(ArmSource::name)
                .collect(Collectors.toSet());
        Map<String, ArmPlan> plans = new HashMap<>();
        Map<String, StageScheduler> schedulers = new HashMap<>();
        for (boolean second : List.of(false, true)) {
            OtherArms others = new OtherArms(names, following, schedulers);
            for (ArmSource source : sources) {
                if (source.followsAnother() == second) {
                    bound(source, others).ifPresent(plan -> {
                        plans.put(source.name(), plan);
                        schedulers.put(source.name(), plan.method().scheduler());
                    });
                }
            }
        }
        return sources.stream()
                .flatMap(source -> Stream.ofNullable(plans.get(source.name())))
                .toList();
    }

    private Optional<ArmPlan> bound(ArmSource source, OtherArms others) {
        Optional<ArmSettings> settings = ArmSettings.read(source, problems);
        Optional<ArmPlan> plan = methods.bind(ArmSettings.without(source), references, others, problems);
        return settings.flatMap(own -> plan.map(method -> own.laidOver(method, problems)));
    }

    private static Config withoutBlocks(ConfigObject settings) {
        return settings.withoutKey(ExperimentReader.BACKBONE)
                .withoutKey(ExperimentReader.DATASET)
                .withoutKey(ExperimentReader.ARMS)
                .withoutKey(ExperimentReader.AXES)
                .toConfig();
    }
}
