// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.google.inject.Inject;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.Method;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigGroup;
import dev.pdrop.experiments.config.ConfigGroups;
import dev.pdrop.experiments.config.ConfigLoader;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.ParsedConfig;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plan.ScheduleBinding.BoundSchedule;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.PdropException;
import dev.pdrop.spi.TokenRanker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes methods from their configuration. */
public final class MethodResolver {

    static final String RANKER = "ranker";
    static final String SCHEDULE = "schedule";
    static final String POSITIONS = "positions";
    static final String NEWLINES = "newlines";

    private final ConfigGroups groups;
    private final PluginBlocks blocks;

    @Inject
    MethodResolver(ConfigGroups groups, PluginBlocks blocks) {
        this.groups = groups;
        this.blocks = blocks;
    }

    /**
     * Makes one method alone. Whether it fits a model is for the caller to ask, by {@link Method#plan}.
     *
     * @param nameOrFile the name of a method file, or a path that ends in {@code .conf}
     * @param overrides {@code path=value} each, with paths inside the method
     * @throws InvalidConfigException with everything that is wrong
     */
    public ArmPlan resolve(String nameOrFile, List<String> overrides) {
        ConfigProblems problems = new ConfigProblems();
        Optional<ArmPlan> arm = resolve(nameOrFile, new SourceLocation(nameOrFile, 0), overrides, problems);
        problems.throwIfAny();
        return arm.orElseThrow(() -> new IllegalStateException("a method without a plan and without a problem"));
    }

    /**
     * The same, going on after problems.
     *
     * @param askedAt where the method is named
     * @param problems takes what is wrong
     * @return empty if anything was wrong
     */
    public Optional<ArmPlan> resolve(
            String nameOrFile, SourceLocation askedAt, List<String> overrides, ConfigProblems problems) {
        return resolve(nameOrFile, askedAt, Overrides.parse(overrides, problems), OtherArms.none(), problems);
    }

    /**
     * The same with overrides that are read already, and arms that a budget may name.
     *
     * @param problems takes what is wrong
     * @return empty if anything was wrong
     */
    public Optional<ArmPlan> resolve(
            String nameOrFile,
            SourceLocation askedAt,
            List<ConfigOverride> overrides,
            OtherArms others,
            ConfigProblems problems) {
        try {
            ParsedConfig parsed = groups.parse(ConfigGroup.METHOD, nameOrFile, askedAt);
            ConfigObject root = parsed.root();
            for (ConfigOverride override : overrides) {
                root = Overlay.over(override.toObject(), root);
            }
            ConfigObject block = ConfigLoader.resolve(root).root();
            return bind(
                    new ArmSource(name(nameOrFile), "", block, parsed.location()),
                    new GroupReferences(groups),
                    others,
                    problems);
        } catch (InvalidConfigException e) {
            problems.addAll(e);
            return Optional.empty();
        }
    }

    /**
     * Makes a method of a block, which may refer to a method file.
     *
     * @param name what it is called
     * @param path the setting that the block stands at
     * @param problems takes what is wrong
     * @return empty if anything was wrong
     */
    public Optional<ArmPlan> bind(String name, String path, ConfigObject block, ConfigProblems problems) {
        return bind(
                new ArmSource(name, path, block, SourceLocation.of(block.origin())),
                new GroupReferences(groups),
                OtherArms.none(),
                problems);
    }

    /** Binds an arm; empty if anything was wrong with it. */
    Optional<ArmPlan> bind(ArmSource source, GroupReferences references, OtherArms others, ConfigProblems problems) {
        return references
                .follow(ConfigGroup.METHOD, source.block(), source.path(), problems)
                .flatMap(block -> bind(source, block, others, problems));
    }

    private Optional<ArmPlan> bind(ArmSource source, ConfigObject object, OtherArms others, ConfigProblems problems) {
        ConfigBlock block = new ConfigBlock(object, source.path(), source.location(), List.of());
        Optional<BoundRecord<MethodSettings>> settings = RecordBinder.bind(MethodSettings.class, block, problems);
        Optional<ConfigBlock> rankerBlock = inner(block, RANKER);
        Optional<PluginBlock<?, TokenRanker>> ranker = rankerBlock.flatMap(inner -> blocks.ranker(inner, problems));
        Optional<BoundSchedule> scheduler = inner(block, SCHEDULE)
                .flatMap(inner -> new ScheduleBinding(blocks, others, problems)
                        .bind(inner, Overlay.object(source.block(), SCHEDULE)));
        if (settings.isEmpty() || scheduler.isEmpty() || ranker.isPresent() != rankerBlock.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(arm(source, settings.get().value(), ranker, scheduler.get(), object));
        } catch (PdropException e) {
            problems.add(source.location(), source.path(), e);
            return Optional.empty();
        }
    }

    private static Optional<ConfigBlock> inner(ConfigBlock block, String key) {
        return Overlay.object(block.object(), key).map(inner -> ConfigBlock.of(inner, block.pathOf(key)));
    }

    private static ArmPlan arm(
            ArmSource source,
            MethodSettings settings,
            Optional<PluginBlock<?, TokenRanker>> ranker,
            BoundSchedule schedule,
            ConfigObject object) {
        // Without a ranker nothing is dropped, newlines included.
        Newlines newlines = ranker.isPresent() ? settings.separators() : Newlines.RANK;
        Optional<TokenRanker> made = ranker.map(PluginBlock::create).map(newlines::with);
        Method method = new Method(made, schedule.scheduler().apply(made), settings.positions());
        ConfigObject config = ConfigFactory.empty()
                .root()
                .withValue(SCHEDULE, schedule.effective().root())
                .withValue(POSITIONS, Overlay.value(object, POSITIONS));
        if (ranker.isPresent()) {
            config = config.withValue(RANKER, ranker.get().effective().root());
        }
        if (newlines == Newlines.KEEP) {
            config = config.withValue(NEWLINES, Overlay.value(object, NEWLINES));
        }
        return new ArmPlan(
                source.name(),
                method,
                ranker.map(PluginBlock::name).orElse(ArmPlan.NO_RANKER),
                newlines.describe(method.scheduler().describe()),
                InputTransform.ORIGINAL,
                1,
                config.toConfig(),
                source.location());
    }

    private static String name(String nameOrFile) {
        String file = Path.of(nameOrFile).getFileName().toString();
        return file.endsWith(".conf") ? file.substring(0, file.length() - ".conf".length()) : file;
    }
}
