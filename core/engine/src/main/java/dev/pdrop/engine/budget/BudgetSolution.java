// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * What a budget comes to for one model and one number of visual tokens.
 *
 * @param target what may be spent, in the budget's unit
 * @param floor the least that any schedule of the family spends
 * @param ceiling the most that any schedule of the family spends
 * @param unrounded the solution before counts are rounded; empty where the number is one of layers
 * @param interval every value of {@value BudgetSolver#DECIMALS} decimals that yields the schedule
 * @param value the shortest number of the interval, of those the one nearest to the solution before rounding
 * @param schedule the one that spends nearest to the target, the cheaper one of two that are equally near
 * @param spent what it spends
 * @param workload what it makes a prefill process
 */
public record BudgetSolution(
        double target,
        double floor,
        double ceiling,
        Optional<Unrounded> unrounded,
        Interval interval,
        BigDecimal value,
        Schedule schedule,
        double spent,
        Workload workload) {

    /** Against the last digits of sums, and of targets that were printed and typed in again. */
    private static final double TOLERANCE = 1e-9;

    /**
     * A solution in real numbers.
     *
     * @param value the number that was solved for
     * @param counts visual tokens that each stage leaves, not rounded
     */
    public record Unrounded(double value, List<Double> counts) {

        /** Copies the counts. */
        public Unrounded {
            counts = List.copyOf(counts);
        }
    }

    /**
     * Numbers from one to another, both included.
     *
     * @param lowest the lowest one
     * @param highest the highest one
     */
    public record Interval(BigDecimal lowest, BigDecimal highest) {

        /** Writes both with no more decimals than they need. */
        public Interval {
            lowest = plain(lowest);
            highest = plain(highest);
        }

        private static BigDecimal plain(BigDecimal number) {
            BigDecimal stripped = number.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        /** The number with the fewest decimals; of several the nearest to a given one. */
        BigDecimal shortest(double near) {
            BigDecimal inside = new BigDecimal(near).max(lowest).min(highest);
            int decimals = 0;
            while (decimals < BudgetSolver.DECIMALS
                    && !rounded(inside, decimals).isPresent()) {
                decimals++;
            }
            return rounded(inside, decimals).orElse(lowest);
        }

        private Optional<BigDecimal> rounded(BigDecimal value, int decimals) {
            for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.FLOOR, RoundingMode.CEILING)) {
                BigDecimal candidate = value.setScale(decimals, mode);
                if (candidate.compareTo(lowest) >= 0 && candidate.compareTo(highest) <= 0) {
                    return Optional.of(candidate);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether the target lies between floor and ceiling. */
    public boolean isFeasible() {
        return !isBelowFloor() && !isAboveCeiling();
    }

    /** Whether even the cheapest schedule spends more. */
    boolean isBelowFloor() {
        return target < floor - slack(target);
    }

    /** Whether even the dearest schedule spends less. */
    boolean isAboveCeiling() {
        return target > ceiling + slack(target);
    }

    /** Visual tokens that each stage of the schedule leaves. */
    public List<Integer> counts() {
        return schedule.stages().stream()
                .map(Stage::action)
                .map(action -> action.visualTokens())
                .toList();
    }

    /** How far two amounts may lie apart and count as equal. */
    static double slack(double amount) {
        return TOLERANCE * Math.max(1, Math.abs(amount));
    }
}
