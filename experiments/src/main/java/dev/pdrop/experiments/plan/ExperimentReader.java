// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.google.inject.Inject;
import com.typesafe.config.ConfigObject;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.ParsedConfig;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.PdropException;
import java.util.List;

/**
 * Reads an experiment and checks all of it, every arm against the model included, before anything heavy is loaded.
 *
 * <p>The order of things: parse the file and what it includes; lay the overrides over it; resolve substitutions; follow
 * names to the files of their groups; lay blocks over the defaults of their plugins; bind; expand axes; check each arm
 * against the sizes of the model.
 */
public final class ExperimentReader {

    static final String BACKBONE = ConfigGroup.BACKBONE.folder();
    static final String DATASET = ConfigGroup.DATASET.folder();
    static final String ARMS = "arms";
    static final String AXES = "axes";

    private final ConfigGroups groups;
    private final PluginBlocks blocks;
    private final MethodResolver methods;

    @Inject
    ExperimentReader(ConfigGroups groups, PluginBlocks blocks, MethodResolver methods) {
        this.groups = groups;
        this.blocks = blocks;
        this.methods = methods;
    }

    /**
     * Reads an experiment.
     *
     * @param nameOrFile a path that ends in {@code .conf}, or the name of an experiment file
     * @param overrides {@code path=value} each
     * @throws InvalidConfigException with everything that is wrong
     * @throws PdropException if nothing else is wrong but the model's description cannot be read
     */
    public ExperimentPlan read(String nameOrFile, List<String> overrides) {
        ParsedConfig parsed = groups.parse(ConfigGroup.EXPERIMENT, nameOrFile);
        requireNoMethod(parsed);
        ConfigProblems problems = new ConfigProblems();
        ConfigObject open = NamedBlocks.EXPERIMENT.spellOut(parsed.root());
        List<ConfigOverride> parsedOverrides = Overrides.parse(overrides, problems);
        for (ConfigOverride override : parsedOverrides) {
            open = NamedBlocks.EXPERIMENT.lay(override, open);
        }
        open = MissingBase.laidUnder(open, parsed, groups.base(), problems);
        open = UnknownArms.rejected(open, parsed.root(), parsedOverrides, problems);
        ConfigObject root = resolve(open, problems);
        PlanAssembly assembly = new PlanAssembly(blocks, methods, new GroupReferences(groups), problems);
        ConfigBlock whole = new ConfigBlock(root, "", parsed.location(), List.of());
        return assembly.assemble(nameOrFile, whole, armOrder(open, root, parsed));
    }

    /** Everything would be wrong with it. */
    private static void requireNoMethod(ParsedConfig parsed) {
        if (parsed.root().containsKey(MethodResolver.SCHEDULE) && !parsed.root().containsKey(ARMS)) {
            throw new InvalidConfigException(
                    parsed.location(),
                    "",
                    "expected an experiment, found a method; name it in an arm of one, such as arms { mine = fastv } for"
                            + " conf/method/fastv.conf");
        }
    }

    private static ConfigObject resolve(ConfigObject open, ConfigProblems problems) {
        try {
            return NamedBlocks.EXPERIMENT.spellOut(ConfigLoader.resolve(open).root());
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            throw new InvalidConfigException(problems.sorted());
        }
    }

    /** Lines are asked of what is not resolved yet: a substitution takes on the line of what it stands for. */
    private static List<String> armOrder(ConfigObject open, ConfigObject root, ParsedConfig parsed) {
        ArmOrder order = new ArmOrder(parsed.files());
        return Overlay.object(open, ARMS)
                .or(() -> Overlay.object(root, ARMS))
                .map(order::keys)
                .orElseGet(List::of);
    }
}
