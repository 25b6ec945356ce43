// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.StageScheduler;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Plans, for each number of visual tokens anew, the schedule of a family that is nearest to a budget.
 *
 * <p>So prompts of different sizes all meet the budget, each with a number of its own. A prompt with fewer visual
 * tokens than an image of the usual size, which even the dearest schedule leaves within the budget, gets that schedule.
 * A prompt of which even the cheapest schedule spends more is an error, as is a budget that an image of the usual size
 * cannot use up.
 */
public final class BudgetScheduler implements StageScheduler {

    private final BudgetSolver solver;
    private final String unknown;

    /** A prefill asks for the same again and again, and its time is measured. */
    private final Map<Problem, BudgetSolution> solved = new ConcurrentHashMap<>();

    private record Problem(Geometry geometry, int visualTokens) {}

    /**
     * A scheduler.
     *
     * @param solver finds the schedules
     * @param unknown what is solved for, as people call it
     */
    public BudgetScheduler(BudgetSolver solver, String unknown) {
        this.solver = solver;
        this.unknown = unknown;
    }

    /** What it chooses from. */
    public ScheduleFamily family() {
        return solver.family();
    }

    /** What it may spend. */
    public Budget budget() {
        return solver.budget();
    }

    /** What is solved for, as people call it. */
    public String unknown() {
        return unknown;
    }

    /**
     * What the budget comes to, feasible or not.
     *
     * @throws InvalidMethodException if the family does not fit the model
     */
    public BudgetSolution solution(Geometry geometry, int visualTokens) {
        return solved.computeIfAbsent(
                new Problem(geometry, visualTokens), problem -> solver.solve(geometry, visualTokens));
    }

    @Override
    public Schedule plan(Geometry geometry, int visualTokens) {
        BudgetSolution solution = solution(geometry, visualTokens);
        boolean small = visualTokens < geometry.vision().visualTokens();
        if (!solution.isFeasible() && !(small && solution.isAboveCeiling())) {
            throw new InvalidMethodException(unreachable(solution, visualTokens));
        }
        return solution.schedule();
    }

    private String unreachable(BudgetSolution solution, int visualTokens) {
        boolean below = solution.isBelowFloor();
        String bound = below ? "floor" : "ceiling";
        return "expected a budget of at " + (below ? "least " : "most ")
                + solver.budget().amount(solution.spent()) + ", the " + bound + " of '"
                + solver.family().describe("open") + "' for " + visualTokens + " visual tokens, found "
                + Amounts.text(solution.target()) + "; the nearest reachable is " + Amounts.text(solution.spent())
                + ", keeping " + kept(solution) + " with " + unknown + " "
                + solution.value().toPlainString() + ": "
                + (below ? "raise the budget, or drop before earlier layers" : "lower the budget");
    }

    /**
     * One line for people about the schedule for a number of visual tokens, in the form of {@link #describe}.
     *
     * @throws InvalidMethodException if the budget cannot be met
     */
    public String describe(Geometry geometry, int visualTokens) {
        plan(geometry, visualTokens);
        BudgetSolution solution = solution(geometry, visualTokens);
        return solver.family().describe(solution.value().toPlainString()) + "; keeps " + kept(solution) + " of "
                + visualTokens + "; solved for " + solver.budget().describe() + " at "
                + solver.budget().amount(solution.spent());
    }

    @Override
    public String describe() {
        return solver.family().describe("solved") + "; for " + solver.budget().describe();
    }

    private static String kept(BudgetSolution solution) {
        return solution.counts().stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
