// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.budget.BudgetScheduler;
import dev.pdrop.engine.budget.SameAverageTokens;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.StageScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One arm: a fully resolved method under a name.
 *
 * @param name unique in its experiment; letters, digits, spaces and {@code . _ = -}
 * @param method ranker, scheduler and position policy
 * @param ranker the name of the ranker, {@value #NO_RANKER} if there is none
 * @param schedule one line for people: what the scheduler says of itself, with what a budget comes to
 * @param config the method's block as it holds: {@code ranker}, {@code schedule}, {@code positions}, every default
 *     included; values keep their origins
 * @param location where the arm stands
 */
public record ArmPlan(
        String name, Method method, String ranker, String schedule, Config config, SourceLocation location) {

    /** The name of the ranker of an arm without one. */
    public static final String NO_RANKER = "none";

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

    /** The same with the description of what its budget comes to for an image of the usual size, if it has one. */
    ArmPlan solvedFor(Geometry geometry) {
        return budget().map(
                        solver -> solver.describe(geometry, geometry.vision().visualTokens()))
                .map(solved -> new ArmPlan(name, method, ranker, solved, config, location))
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
