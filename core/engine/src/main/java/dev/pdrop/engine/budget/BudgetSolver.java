// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import dev.pdrop.engine.budget.BudgetSolution.Interval;
import dev.pdrop.engine.budget.BudgetSolution.Unrounded;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.TokenRanker;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Finds the schedule of a family that spends what a budget allows.
 *
 * <p>Twice: in real numbers, as if counts need not be whole; and among the schedules that there are, the nearest one,
 * of two equally near ones the cheaper. The second does not round the first, but searches what the scheduler's own
 * rounding rule yields.
 *
 * <p>Exact, because a family is monotone: over the numbers of {@value #DECIMALS} decimals (or whole ones), taken in the
 * order of rising costs, the rule's breakpoints are found by halving, one by one to the last decimal, so that neither a
 * schedule between two samples nor the last bit of a product of doubles is missed.
 */
public final class BudgetSolver {

    /** Decimals to which shares are solved. */
    public static final int DECIMALS = 12;

    /** Halvings that take an interval of doubles to its last bit. */
    private static final int HALVINGS = 64;

    private final ScheduleFamily family;
    private final Budget budget;
    private final int textTokens;
    private final Optional<TokenRanker> ranker;

    /**
     * A solver.
     *
     * @param family what there is to choose from
     * @param budget what may be spent
     * @param textTokens text tokens of the prompt, for budgets that count them
     * @param ranker ranks at the stages, for budgets that count it
     */
    public BudgetSolver(ScheduleFamily family, Budget budget, int textTokens, Optional<TokenRanker> ranker) {
        this.family = family;
        this.budget = budget;
        this.textTokens = textTokens;
        this.ranker = ranker;
    }

    /** The family. */
    ScheduleFamily family() {
        return family;
    }

    /** The budget. */
    Budget budget() {
        return budget;
    }

    /**
     * Solves for one number of visual tokens.
     *
     * @return the nearest schedule, also where the budget cannot be met
     * @throws InvalidMethodException if the family does not fit the model
     */
    public BudgetSolution solve(Geometry geometry, int visualTokens) {
        return new Search(geometry, visualTokens).solution();
    }

    /** The search for one model and one number of visual tokens. */
    private final class Search {

        private final Geometry geometry;
        private final int visualTokens;
        private final BigDecimal lowest;
        private final BigDecimal highest;
        private final BigDecimal step;
        /** Of the numbers in the order of rising costs, counted from 0. */
        private final long last;

        private final boolean falling;
        /** Its layers are those of every schedule, unless the number is one of layers. */
        private final Schedule atHighest;

        Search(Geometry geometry, int visualTokens) {
            this.geometry = geometry;
            this.visualTokens = visualTokens;
            ScheduleFamily.Range range = family.range(geometry, visualTokens);
            this.lowest = range.whole() ? lowestRanked(range) : range.lowest();
            this.highest = range.highest();
            this.step = range.whole() ? BigDecimal.ONE : BigDecimal.ONE.movePointLeft(DECIMALS);
            this.last = highest.subtract(lowest).divideToIntegralValue(step).longValueExact();
            this.atHighest = plan(highest);
            this.falling = spent(plan(lowest)) > spent(atHighest);
        }

        /** A ranker may have nothing to look at before the first layer. */
        private BigDecimal lowestRanked(ScheduleFamily.Range range) {
            BigDecimal value = range.lowest();
            while (value.compareTo(range.highest()) < 0 && !isRanked(plan(value))) {
                value = value.add(BigDecimal.ONE);
            }
            return value;
        }

        private boolean isRanked(Schedule schedule) {
            try {
                schedule.stages().forEach(stage -> needs(stage.point()));
                return true;
            } catch (InvalidMethodException e) {
                return false;
            }
        }

        BudgetSolution solution() {
            double target = budget.target(geometry, visualTokens);
            long chosen = nearest(target);
            double spent = spent(chosen);
            Interval interval = interval(spent);
            Optional<Unrounded> unrounded = unrounded(target);
            BigDecimal value = interval.shortest(
                    unrounded.map(Unrounded::value).orElse(value(chosen).doubleValue()));
            Schedule schedule = plan(value);
            return new BudgetSolution(
                    target, spent(0), spent(last), unrounded, interval, value, schedule, spent, workload(schedule));
        }

        private long nearest(double target) {
            long below = Math.max(0, lastWhere(index -> spent(index) <= target));
            long above = Math.min(last, below + 1);
            double under = Math.abs(target - spent(below));
            double over = Math.abs(spent(above) - target);
            return over < under - BudgetSolution.slack(target) ? above : below;
        }

        private Interval interval(double spent) {
            BigDecimal cheapest = value(lastWhere(index -> spent(index) < spent) + 1);
            BigDecimal dearest = value(lastWhere(index -> spent(index) <= spent));
            return falling ? new Interval(dearest, cheapest) : new Interval(cheapest, dearest);
        }

        /** The last number for which something holds that holds for all before it; -1 if there is none. */
        private long lastWhere(LongPredicate holds) {
            long before = -1;
            long behind = last + 1;
            while (behind - before > 1) {
                long middle = before + (behind - before) / 2;
                if (holds.test(middle)) {
                    before = middle;
                } else {
                    behind = middle;
                }
            }
            return before;
        }

        private Optional<Unrounded> unrounded(double target) {
            double cheap = (falling ? highest : lowest).doubleValue();
            double dear = (falling ? lowest : highest).doubleValue();
            if (family.unroundedCounts(geometry, visualTokens, cheap).isEmpty()) {
                return Optional.empty();
            }
            if (spentUnrounded(dear) <= target) {
                cheap = dear;
            }
            for (int halving = 0; halving < HALVINGS && spentUnrounded(cheap) < target; halving++) {
                double middle = cheap + (dear - cheap) / 2;
                if (spentUnrounded(middle) <= target) {
                    cheap = middle;
                } else {
                    dear = middle;
                }
            }
            return Optional.of(new Unrounded(cheap, unroundedCounts(cheap)));
        }

        private List<Double> unroundedCounts(double value) {
            return family.unroundedCounts(geometry, visualTokens, value).orElseThrow();
        }

        private double spentUnrounded(double value) {
            return budget.spent(
                    geometry,
                    Workload.of(
                            geometry.layers(),
                            visualTokens,
                            textTokens,
                            atHighest,
                            unroundedCounts(value),
                            BudgetSolver.this::needs));
        }

        private BigDecimal value(long index) {
            BigDecimal distance = step.multiply(BigDecimal.valueOf(index));
            return falling ? highest.subtract(distance) : lowest.add(distance);
        }

        private Schedule plan(BigDecimal value) {
            return family.plan(geometry, visualTokens, value);
        }

        private double spent(long index) {
            return spent(plan(value(index)));
        }

        private double spent(Schedule schedule) {
            return budget.spent(geometry, workload(schedule));
        }

        private Workload workload(Schedule schedule) {
            return Workload.of(geometry.layers(), visualTokens, textTokens, schedule, BudgetSolver.this::needs);
        }
    }

    private Set<Capture> needs(Point at) {
        return ranker.map(present -> present.needs(at)).orElse(Set.of());
    }
}
