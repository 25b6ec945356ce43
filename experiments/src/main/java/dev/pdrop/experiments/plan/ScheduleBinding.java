// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.pdrop.engine.budget.AverageTokens;
import dev.pdrop.engine.budget.Budget;
import dev.pdrop.engine.budget.BudgetScheduler;
import dev.pdrop.engine.budget.BudgetSolver;
import dev.pdrop.engine.budget.CacheSize;
import dev.pdrop.engine.budget.MultiplyAdds;
import dev.pdrop.engine.budget.SameAverageTokens;
import dev.pdrop.experiments.config.BoundRecord;
import dev.pdrop.experiments.config.ConfigBlock;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.ConfigText;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.RecordBinder;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.plugin.PluginBlock;
import dev.pdrop.experiments.plugin.PluginBlocks;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.Unknown;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Binds the block of a schedule. A block {@code budget} in it takes the place of the setting that it is solved for.
 *
 * <p>That setting may stand in the method file below, since every method file states one; beside the budget, in a flag,
 * or above the budget it contradicts it. A setting that wins over the one that is solved for contradicts the budget
 * wherever it stands: it would leave the budget without effect.
 */
final class ScheduleBinding {

    static final String BUDGET = "budget";
    private static final String SOLVE = "solve";
    static final String SAME_AS = "same-as";

    /** What is left of a schedule that is bound: the scheduler once its ranker is known, and the settings that hold. */
    record BoundSchedule(Function<Optional<TokenRanker>, StageScheduler> scheduler, Config effective) {}

    private final PluginBlocks blocks;
    private final OtherArms others;
    private final ConfigProblems problems;

    ScheduleBinding(PluginBlocks blocks, OtherArms others, ConfigProblems problems) {
        this.blocks = blocks;
        this.others = others;
        this.problems = problems;
    }

    /**
     * Binds a block.
     *
     * @param block the schedule's
     * @param own the same block as far as the arm itself states it, without the method file below
     * @return empty if anything was wrong
     */
    Optional<BoundSchedule> bind(ConfigBlock block, Optional<ConfigObject> own) {
        ConfigBlock plain = new ConfigBlock(block.object(), block.path(), block.location(), List.of(BUDGET));
        ConfigValue budget = block.object().get(BUDGET);
        if (budget == null || budget.valueType() == ConfigValueType.NULL) {
            return blocks.scheduler(plain, problems).map(ScheduleBinding::unbudgeted);
        }
        if (!(budget instanceof ConfigObject settings)) {
            problems.add(
                    budget.origin(),
                    block.pathOf(BUDGET),
                    "expected a block such as { average-tokens = 128 }, found " + budget.render());
            return Optional.empty();
        }
        Optional<BoundRecord<BudgetSettings>> bound =
                RecordBinder.bind(BudgetSettings.class, ConfigBlock.of(settings, block.pathOf(BUDGET)), problems);
        Optional<PluginBlock<?, StageScheduler>> scheduler = blocks.scheduler(plain, problems);
        return bound.isPresent() && scheduler.isPresent()
                ? budgeted(plain, own, bound.get(), scheduler.get())
                : Optional.empty();
    }

    private static BoundSchedule unbudgeted(PluginBlock<?, StageScheduler> scheduler) {
        return new BoundSchedule(ranker -> scheduler.create(), scheduler.effective());
    }

    private Optional<BoundSchedule> budgeted(
            ConfigBlock block,
            Optional<ConfigObject> own,
            BoundRecord<BudgetSettings> settings,
            PluginBlock<?, StageScheduler> scheduler) {
        Optional<Budget> budget = budget(block, settings);
        Optional<? extends Unknown<?>> unknown = unknown(block, settings, scheduler);
        if (budget.isEmpty() || unknown.isEmpty()) {
            return Optional.empty();
        }
        boolean overridden = isOverridden(unknown.get(), block);
        if (isStated(unknown.get(), block, own) || overridden) {
            return Optional.empty();
        }
        int text = settings.value().textTokens().orElse(0);
        String name = unknown.get().name();
        ConfigBlock open = without(settingsOf(unknown.get()), block);
        return blocks.scheduler(open, problems)
                .map(rest -> new BoundSchedule(
                        ranker -> new BudgetScheduler(
                                new BudgetSolver(family(rest, name), budget.get(), text, ranker), name),
                        effective(rest.effective().root(), unknown.get(), settings.effective())));
    }

    /** The number that is solved for. */
    private Optional<? extends Unknown<?>> unknown(
            ConfigBlock block, BoundRecord<BudgetSettings> settings, PluginBlock<?, StageScheduler> scheduler) {
        List<? extends Unknown<?>> unknowns = unknowns(scheduler);
        Optional<String> asked = settings.value().solve();
        List<String> names = unknowns.stream().map(Unknown::name).toList();
        if (unknowns.isEmpty()) {
            problems.add(
                    settings.effective().origin(),
                    block.pathOf(BUDGET),
                    "expected a schedule that a budget can be solved for, found " + scheduler.name()
                            + ", which leaves nothing open; choose another one, or leave the budget out");
        } else if (asked.isPresent() && !names.contains(asked.get())) {
            problems.add(
                    Overlay.value(settings.effective(), SOLVE).origin(),
                    block.pathOf(BUDGET) + "." + SOLVE,
                    "expected what the schedule " + scheduler.name() + " leaves open, one of "
                            + String.join(", ", names) + ", found '" + asked.get() + "'");
        }
        return unknowns.stream()
                .filter(one -> asked.map(one.name()::equals).orElse(true))
                .findFirst();
    }

    private static <C extends Record> List<Unknown<C>> unknowns(PluginBlock<C, StageScheduler> scheduler) {
        return scheduler.factory() instanceof StageSchedulerFactory<C> factory ? factory.unknowns() : List.of();
    }

    private static <C extends Record> ScheduleFamily family(PluginBlock<C, StageScheduler> scheduler, String unknown) {
        return unknowns(scheduler).stream()
                .filter(one -> one.name().equals(unknown))
                .findFirst()
                .orElseThrow()
                .family()
                .apply(scheduler.config());
    }

    private Optional<Budget> budget(ConfigBlock block, BoundRecord<BudgetSettings> settings) {
        BudgetSettings values = settings.value();
        if (values.averageTokens().isPresent()) {
            return values.averageTokens().map(target -> new AverageTokens(target.doubleValue()));
        }
        if (values.tmac().isPresent()) {
            return values.tmac().map(target -> new MultiplyAdds(values.costConvention(), target.doubleValue()));
        }
        if (values.kvMib().isPresent()) {
            return values.kvMib()
                    .map(target -> new CacheSize(values.dtype().orElseThrow().type(), target.doubleValue()));
        }
        String name = values.sameAs().orElseThrow();
        Optional<StageScheduler> other = Optional.ofNullable(others.schedulers().get(name));
        if (other.isEmpty()) {
            others.misnamed(name)
                    .ifPresent(why -> problems.add(
                            Overlay.value(settings.effective(), SAME_AS).origin(),
                            block.pathOf(BUDGET) + "." + SAME_AS,
                            why));
        }
        return other.map(scheduler -> new SameAverageTokens(name, scheduler));
    }

    /** Whether the number is stated where that contradicts the budget; says so. */
    private boolean isStated(Unknown<?> unknown, ConfigBlock block, Optional<ConfigObject> own) {
        ConfigObject budget = Overlay.object(block.object(), BUDGET).orElseThrow();
        boolean isOwnBudget = own.filter(object -> object.containsKey(BUDGET)).isPresent();
        boolean stated = false;
        for (String setting : unknown.settings()) {
            ConfigValue value = block.object().get(setting);
            if (value != null && value.valueType() != ConfigValueType.NULL) {
                SourceLocation place = SourceLocation.of(value.origin());
                boolean above = !isOwnBudget
                        && own.filter(object -> object.containsKey(setting)).isPresent();
                boolean beside = budget.values().stream()
                        .anyMatch(target ->
                                SourceLocation.of(target.origin()).source().equals(place.source()));
                if (above || beside || place.isFlag()) {
                    stated = true;
                    problems.add(
                            place,
                            block.pathOf(setting),
                            "expected either this or a budget, found both, and the budget is solved for "
                                    + unknown.name() + "; leave one out");
                }
            }
        }
        return stated;
    }

    /** Whether a setting that wins over the number is set; says so. */
    private boolean isOverridden(Unknown<?> unknown, ConfigBlock block) {
        boolean overridden = false;
        for (String setting : unknown.overriding()) {
            ConfigValue value = block.object().get(setting);
            if (value != null && value.valueType() != ConfigValueType.NULL) {
                overridden = true;
                problems.add(
                        value.origin(),
                        block.pathOf(setting),
                        "expected no " + setting + " beside a budget, which is solved for " + unknown.name()
                                + ", found " + ConfigText.inline(value) + "; leave out the " + setting
                                + " or the budget");
            }
        }
        return overridden;
    }

    /** All that says something of the number. */
    private static List<String> settingsOf(Unknown<?> unknown) {
        return Stream.concat(unknown.settings().stream(), unknown.overriding().stream())
                .toList();
    }

    private static ConfigBlock without(List<String> settings, ConfigBlock block) {
        ConfigObject object = block.object();
        for (String setting : settings) {
            object = object.withoutKey(setting);
        }
        return new ConfigBlock(object, block.path(), block.location(), block.otherKeys());
    }

    /** What holds: a default of the number that is solved for does not. */
    private static Config effective(ConfigObject settings, Unknown<?> unknown, ConfigObject budget) {
        ConfigObject effective = settings;
        for (String setting : settingsOf(unknown)) {
            effective = effective.withoutKey(setting);
        }
        return effective.withValue(BUDGET, budget).toConfig();
    }
}
