// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import com.google.inject.Inject;
import com.typesafe.config.ConfigObject;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.ParsedConfig;
import dev.pdrop.experiments.plan.MethodResolver;
import dev.pdrop.experiments.plan.NamedBlocks;
import dev.pdrop.experiments.plan.Overrides;
import dev.pdrop.experiments.plugin.PluginBlocks;
import java.util.List;

/** Reads a training and checks all of it before anything is made. */
public final class TrainingReader {

    private final ConfigGroups groups;
    private final PluginBlocks blocks;
    private final MethodResolver methods;

    @Inject
    TrainingReader(ConfigGroups groups, PluginBlocks blocks, MethodResolver methods) {
        this.groups = groups;
        this.blocks = blocks;
        this.methods = methods;
    }

    /**
     * Reads a training.
     *
     * @param nameOrFile a path that ends in {@code .conf}, or the name of a training file
     * @param overrides {@code path=value} each
     * @throws InvalidConfigException with everything that is wrong
     */
    public TrainingPlan read(String nameOrFile, List<String> overrides) {
        ParsedConfig parsed = groups.parse(ConfigGroup.TRAIN, nameOrFile);
        ConfigProblems problems = new ConfigProblems();
        ConfigObject open = NamedBlocks.TRAINING.spellOut(parsed.root());
        for (ConfigOverride override : Overrides.parse(overrides, problems)) {
            open = NamedBlocks.TRAINING.lay(override, open);
        }
        ConfigObject root;
        try {
            root = NamedBlocks.TRAINING.spellOut(ConfigLoader.resolve(open).root());
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            throw new InvalidConfigException(problems.sorted());
        }
        return new TrainingAssembly(blocks, methods, problems)
                .assemble(nameOrFile, new ConfigBlock(root, "", parsed.location(), List.of()));
    }
}
