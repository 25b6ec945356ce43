// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.google.inject.Inject;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.ParsedConfig;
import dev.pdrop.experiments.plan.ArmOrder;
import dev.pdrop.experiments.plan.ExperimentReader;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.NamedBlocks;
import dev.pdrop.experiments.plan.Overrides;
import dev.pdrop.experiments.plugin.PluginBlocks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a training and checks all of it before anything is made. */
public final class TrainingReader {

    private final ConfigGroups groups;
    private final PluginBlocks blocks;
    private final MethodResolver methods;
    private final ExperimentReader experiments;

    @Inject
    TrainingReader(ConfigGroups groups, PluginBlocks blocks, MethodResolver methods, ExperimentReader experiments) {
        this.groups = groups;
        this.blocks = blocks;
        this.methods = methods;
        this.experiments = experiments;
    }

    /** A file before it is resolved, overrides laid over it. */
    private record Open(ParsedConfig parsed, ConfigObject root, ConfigProblems problems) {}

    /**
     * Reads a training of a file without arms, which {@link #experiment} does not take.
     *
     * @param nameOrFile a path that ends in {@code .conf}, or the name of a training file
     * @param overrides {@code path=value} each
     * @throws InvalidConfigException with everything that is wrong
     */
    public TrainingPlan read(String nameOrFile, List<String> overrides) {
        Open open = open(nameOrFile, overrides);
        return plan(nameOrFile, open.root(), open.parsed(), open.problems());
    }

    /**
     * Reads several trainings that one file asks for.
     *
     * @param nameOrFile a path that ends in {@code .conf}, or the name of a training file
     * @param overrides {@code path=value} each
     * @return empty if the file has no arms, and so is one training
     * @throws InvalidConfigException with everything that is wrong with any of them
     */
    public Optional<TrainingExperiment> experiment(String nameOrFile, List<String> overrides) {
        Open open = open(nameOrFile, overrides);
        if (!TrainingArms.in(open.root())) {
            return Optional.empty();
        }
        ConfigProblems problems = open.problems();
        TrainingArms arms = new TrainingArms(open.root(), problems);
        List<TrainingPlan> trainings = new ArrayList<>();
        arms(open).forEach((arm, root) -> {
            try {
                trainings.add(plan(nameOrFile, root, open.parsed(), new ConfigProblems()));
            } catch (InvalidConfigException e) {
                problems.addAll(e);
            }
        });
        Optional<String> evaluation = evaluation(open.root(), problems);
        problems.throwIfAny();
        TrainingPlan first = trainings.get(0);
        Path folder = first.folder().resolveSibling("").normalize();
        return Optional.of(new TrainingExperiment(
                arms.name(), first.purpose(), folder, trainings, evaluation, settings(open.root(), arms, folder)));
    }

    /** What is set of the whole, with where. */
    private static Config settings(ConfigObject root, TrainingArms arms, Path folder) {
        ConfigValue name = ConfigValueFactory.fromAnyRef(arms.name());
        ConfigValue output = ConfigValueFactory.fromAnyRef(
                folder.resolveSibling("").normalize().toString());
        Config settings = ConfigFactory.empty()
                .withValue(
                        TrainingArms.NAME,
                        name.withOrigin(Overlay.value(root, TrainingArms.NAME).origin()))
                .withValue(
                        TrainingArms.OUTPUT,
                        output.withOrigin(
                                Overlay.value(root, TrainingArms.OUTPUT).origin()));
        return Overlay.string(root, TrainingArms.EVALUATION).isEmpty()
                ? settings
                : settings.withValue(TrainingArms.EVALUATION, Overlay.value(root, TrainingArms.EVALUATION));
    }

    private Map<String, ConfigObject> arms(Open open) {
        TrainingArms arms = new TrainingArms(open.root(), open.problems());
        Optional<ConfigObject> block = Overlay.object(open.root(), TrainingArms.ARMS);
        if (block.isEmpty()) {
            open.problems()
                    .add(
                            Overlay.value(open.root(), TrainingArms.ARMS).origin(),
                            TrainingArms.ARMS,
                            "expected a block of arms, each a block of settings, found something else");
            return Map.of();
        }
        return arms.laidOut(block.get(), new ArmOrder(open.parsed().files()).keys(block.get()));
    }

    /** The experiment is read too, so that what is wrong with it is known before hours of training. */
    private Optional<String> evaluation(ConfigObject root, ConfigProblems problems) {
        ConfigValue asked = root.get(TrainingArms.EVALUATION);
        if (asked == null || asked.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        }
        Optional<String> name = Overlay.string(root, TrainingArms.EVALUATION);
        if (name.isEmpty()) {
            problems.add(
                    asked.origin(),
                    TrainingArms.EVALUATION,
                    "expected the name of an experiment, found something else");
            return name;
        }
        try {
            experiments.read(name.get(), List.of());
        } catch (InvalidConfigException e) {
            problems.addAll(e);
        }
        return name;
    }

    private Open open(String nameOrFile, List<String> overrides) {
        ParsedConfig parsed = groups.parse(ConfigGroup.TRAIN, nameOrFile);
        ConfigProblems problems = new ConfigProblems();
        ConfigObject root = NamedBlocks.TRAINING.spellOut(parsed.root());
        for (ConfigOverride override : Overrides.parse(overrides, problems)) {
            root = NamedBlocks.TRAINING.lay(override, root);
        }
        return new Open(parsed, root, problems);
    }

    private TrainingPlan plan(String source, ConfigObject open, ParsedConfig parsed, ConfigProblems problems) {
        ConfigObject root;
        try {
            root = NamedBlocks.TRAINING.spellOut(ConfigLoader.resolve(open).root());
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            throw new InvalidConfigException(problems.sorted());
        }
        return new TrainingAssembly(blocks, methods, problems)
                .assemble(source, new ConfigBlock(root, "", parsed.location(), List.of()));
    }
}
