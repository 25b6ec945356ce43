// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblem;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.Dataset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Binds the data sets of a training, most of which take settings of another one over: what is wrong with such a setting
 * is told once. Mutable, for one reading by one thread.
 */
final class DataSets {

    private final PluginBlocks blocks;
    private final ConfigProblems problems;
    private final Set<Told> told = new HashSet<>();

    /** A problem, whichever block it was met in. */
    private record Told(SourceLocation location, String setting, String message) {}

    DataSets(PluginBlocks blocks, ConfigProblems problems) {
        this.blocks = blocks;
        this.problems = problems;
    }

    /** Binds one; empty if anything was wrong. */
    Optional<PluginBlock<?, Dataset>> bind(ConfigBlock block) {
        ConfigProblems own = new ConfigProblems();
        Optional<PluginBlock<?, Dataset>> bound = blocks.dataset(block, own);
        for (ConfigProblem problem : own.sorted()) {
            String setting = problem.path().startsWith(block.path())
                    ? problem.path().substring(block.path().length())
                    : problem.path();
            if (told.add(new Told(problem.location(), setting, problem.message()))) {
                problems.add(problem);
            }
        }
        return bound;
    }
}
