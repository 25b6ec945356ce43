// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.pdrop.engine.InputTransform;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.ReversedRanker;
import dev.pdrop.engine.SeparatorKeepingRanker;
import dev.pdrop.engine.budget.BudgetScheduler;
import dev.pdrop.engine.budget.SameAverageTokens;
import dev.pdrop.experiments.config.Kebab;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One arm: a fully resolved method under a name, and what it shows the model.
 *
 * @param name unique in its experiment; letters, digits, spaces and {@code . _ = -}
 * @param method ranker, scheduler and position policy
 * @param ranker the name of the ranker, {@value #NO_RANKER} if there is none
 * @param schedule one line for people: what the scheduler says of itself, with what a budget comes to; of pooling, the
 *     grids
 * @param input what the model is shown of a question
 * @param replicates how often each question is asked, with other random numbers each time; at least 1
 * @param config what decides an answer, as it holds: {@code ranker}, {@code schedule}, {@code positions}, every default
 *     included, and {@code newlines}, {@code input}, {@code input-scale} or {@code reversed} where they are not as
 *     usual; values keep their origins
 * @param location where the arm stands
 */
public record ArmPlan(
        String name,
        Method method,
        String ranker,
        String schedule,
        InputTransform input,
        int replicates,
        Config config,
        SourceLocation location) {

    /** The name of the ranker of an arm without one. */
    public static final String NO_RANKER = "none";

    private static final Set<String> BLIND =
            Set.of(ControlKind.RANDOM.label(), ControlKind.UNIFORM.label(), Pooling.RANKER);

    private static final String BUDGET = MethodResolver.SCHEDULE + "." + ScheduleBinding.BUDGET;

    /** The schedule's solver, if a budget decides it. */
    public Optional<BudgetScheduler> budget() {
        return method.scheduler() instanceof BudgetScheduler budget ? Optional.of(budget) : Optional.empty();
    }

    /** What decides its schedule: objects of plugins, of the arm that it follows too. */
    public List<Object> scheduling() {
        return scheduling(method.scheduler());
    }

    private static List<Object> scheduling(StageScheduler scheduler) {
        if (!(scheduler instanceof BudgetScheduler budget)) {
            return List.of(scheduler);
        }
        List<Object> parts = new ArrayList<>(List.of(budget.family()));
        if (budget.budget() instanceof SameAverageTokens same) {
            parts.addAll(scheduling(same.other()));
        }
        return parts;
    }

    /** The ranker as a plugin made it, whatever is done to its scores. */
    public Optional<TokenRanker> ranking() {
        return method.ranker().map(ArmPlan::ofPlugin);
    }

    private static TokenRanker ofPlugin(TokenRanker ranker) {
        if (ranker instanceof SeparatorKeepingRanker keeping) {
            return ofPlugin(keeping.ranker());
        }
        return ranker instanceof ReversedRanker reversed ? ofPlugin(reversed.ranker()) : ranker;
    }

    /** What becomes of image newlines. */
    public Newlines newlines() {
        return method.ranker().filter(SeparatorKeepingRanker.class::isInstance).isPresent()
                ? Newlines.KEEP
                : Newlines.RANK;
    }

    /** The stages for one image of the usual size, none if it is shown no image. */
    public Schedule planned(Geometry geometry) {
        return method.plan(geometry, visualTokens(geometry));
    }

    /** Visual tokens of one image of the usual size, 0 if it is shown no image. */
    public int visualTokens(Geometry geometry) {
        return input.showsPicture() ? geometry.vision().visualTokens() : 0;
    }

    /** Whether it is the untouched model, shown everything. */
    public boolean unreduced(Geometry geometry) {
        return input.equals(InputTransform.ORIGINAL)
                && planned(geometry).stages().isEmpty();
    }

    /**
     * Whether it chooses which tokens stay by what the model computes: a method, which has to beat its controls, and
     * not a control that draws or spreads evenly.
     */
    public boolean ranks(Geometry geometry) {
        return input.equals(InputTransform.ORIGINAL)
                && !BLIND.contains(ranker)
                && planned(geometry).stages().stream().anyMatch(stage -> stage.action() instanceof Action.Keep);
    }

    /** What it shows the model, as files write it. */
    public String inputName() {
        return Kebab.constant(input.kind());
    }

    /** The share of each side of a picture that it shows, if that is down-sampled. */
    public OptionalDouble inputScale() {
        return input.kind() == InputTransform.Kind.DOWN_SAMPLED
                ? OptionalDouble.of(input.scale())
                : OptionalDouble.empty();
    }

    /** All that the arm's block holds. */
    public Config block() {
        return replicates == 1
                ? config
                : config.withValue(ArmSettings.REPLICATES, ConfigValueFactory.fromAnyRef(replicates, "arm " + name));
    }

    /** The same with another ranker object of the same settings. */
    ArmPlan with(TokenRanker other) {
        Method changed = new Method(Optional.of(other), method.scheduler(), method.positions());
        return new ArmPlan(name, changed, ranker, schedule, input, replicates, config, location);
    }

    /** The same under another description of its schedule. */
    ArmPlan with(String description) {
        return new ArmPlan(name, method, ranker, description, input, replicates, config, location);
    }

    /** The same showing something else, so many times. */
    ArmPlan with(InputTransform shown, int times) {
        ArmPlan changed = new ArmPlan(name, method, ranker, schedule, shown, times, config, location);
        if (shown.equals(InputTransform.ORIGINAL)) {
            return changed;
        }
        Config with = config.withValue(ArmSettings.INPUT, written(changed.inputName()));
        if (changed.inputScale().isPresent()) {
            with = with.withValue(ArmSettings.INPUT_SCALE, written(shown.scale()));
        }
        return new ArmPlan(name, method, ranker, schedule, shown, times, with, location);
    }

    private ConfigValue written(Object value) {
        return ConfigValueFactory.fromAnyRef(value, "arm " + name);
    }

    /** The same with the description of what its budget comes to for an image of the usual size, if it has one. */
    ArmPlan solvedFor(Geometry geometry) {
        return budget().map(
                        solver -> solver.describe(geometry, geometry.vision().visualTokens()))
                .map(solved -> new ArmPlan(
                        name, method, ranker, newlines().describe(solved), input, replicates, config, location))
                .orElse(this);
    }

    /**
     * Where to look when the arm does not fit a model: the flag of the command line that set something in it, if one
     * did; else its budget, if it has one; else where the arm stands.
     */
    public SourceLocation cause() {
        return config.entrySet().stream()
                .map(entry -> SourceLocation.of(entry.getValue().origin()))
                .filter(SourceLocation::isFlag)
                .sorted()
                .findFirst()
                .orElseGet(() -> config.hasPath(BUDGET)
                        ? SourceLocation.of(config.getValue(BUDGET).origin())
                        : location);
    }
}
