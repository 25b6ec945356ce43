// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.budget.AverageTokens;
import dev.pdrop.engine.budget.Budget;
import dev.pdrop.engine.budget.BudgetSolution;
import dev.pdrop.engine.budget.BudgetSolver;
import dev.pdrop.engine.budget.MultiplyAdds;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.Workload;
import dev.pdrop.methods.Models;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.methods.pyramiddrop.Rounding;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.testing.Seeds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What holds of every solution, whatever the schedule, its rounding rule and the budget. */
final class BudgetPropertiesTest {

    private static final int LAYERS = 12;
    private static final Geometry MODEL = Models.withLayers(LAYERS);
    private static final BigDecimal LAST_DECIMAL = BigDecimal.ONE.movePointLeft(BudgetSolver.DECIMALS);

    @Seeds(60)
    void aSolutionReproducesItsCountsThroughTheScheduler(RandomGenerator random) {
        List<Integer> layers = layers(random);
        Rounding rounding = rounding(random);
        int visualTokens = random.nextInt(1, 3000);

        BudgetSolution solution = solve(Families.pyramid(layers, rounding, "lambda"), random, visualTokens);

        for (BigDecimal lambda : List.of(
                solution.interval().lowest(),
                solution.value(),
                solution.interval().highest())) {
            PyramidScheduler.Config config = Families.pyramid(layers, lambda.toPlainString(), rounding);
            assertThat(new PyramidScheduler(config).plan(MODEL, visualTokens))
                    .as("the schedule at lambda %s", lambda)
                    .isEqualTo(solution.schedule());
        }
    }

    @Seeds(60)
    void aShareReproducesItsCountThroughTheScheduler(RandomGenerator random) {
        int layer = random.nextInt(LAYERS);
        SingleStageScheduler.Rounding rounding =
                random.nextBoolean() ? SingleStageScheduler.Rounding.INT : SingleStageScheduler.Rounding.ROUND;
        int visualTokens = random.nextInt(1, 3000);

        BudgetSolution solution = solve(Families.single(layer, rounding, "ratio"), random, visualTokens);

        for (BigDecimal ratio : List.of(
                solution.interval().lowest(),
                solution.value(),
                solution.interval().highest())) {
            SingleStageScheduler.Config config = Families.single(layer, ratio.toPlainString(), rounding);
            assertThat(new SingleStageScheduler(config).plan(MODEL, visualTokens))
                    .as("the schedule at ratio %s", ratio)
                    .isEqualTo(solution.schedule());
        }
    }

    @Seeds(60)
    void theNumbersBesideAnIntervalYieldAnotherSchedule(RandomGenerator random) {
        int visualTokens = random.nextInt(1, 3000);
        ScheduleFamily family = Families.pyramid(layers(random), rounding(random), "lambda");

        BudgetSolution solution = solve(family, random, visualTokens);

        BigDecimal below = solution.interval().lowest().subtract(LAST_DECIMAL);
        BigDecimal above = solution.interval().highest().add(LAST_DECIMAL);
        if (below.signum() >= 0) {
            assertThat(family.plan(MODEL, visualTokens, below)).isNotEqualTo(solution.schedule());
        }
        if (above.compareTo(BigDecimal.ONE) <= 0) {
            assertThat(family.plan(MODEL, visualTokens, above)).isNotEqualTo(solution.schedule());
        }
    }

    @Seeds(40)
    void aLargerBudgetNeverKeepsFewerTokens(RandomGenerator random) {
        int visualTokens = random.nextInt(1, 3000);
        ScheduleFamily family = Families.pyramid(layers(random), rounding(random), "lambda");
        double one = random.nextDouble(visualTokens);
        double other = random.nextDouble(visualTokens);

        int[] fewer = entering(solver(family, new AverageTokens(Math.min(one, other))), visualTokens);
        int[] more = entering(solver(family, new AverageTokens(Math.max(one, other))), visualTokens);

        for (int layer = 0; layer < LAYERS; layer++) {
            assertThat(fewer[layer]).isLessThanOrEqualTo(more[layer]);
        }
    }

    @Seeds(60)
    void noOtherScheduleIsNearerThanTheOneThatTryingAllOfThemFinds(RandomGenerator random) {
        int visualTokens = random.nextInt(1, 25);
        ScheduleFamily family = Families.pyramid(layers(random), rounding(random), "lambda");
        double target = random.nextDouble(visualTokens);

        BudgetSolution solution = solver(family, new AverageTokens(target)).solve(MODEL, visualTokens);

        assertThat(solution.schedule()).isEqualTo(nearest(family, visualTokens, target));
    }

    /** A naive twin: plans at every number where a rounding rule could turn, and just beside it. */
    private static Schedule nearest(ScheduleFamily family, int visualTokens, double target) {
        return turns(visualTokens).stream()
                .map(lambda -> family.plan(MODEL, visualTokens, lambda))
                .distinct()
                .min(Comparator.comparingDouble((Schedule schedule) ->
                                Math.rint(Math.abs(average(schedule, visualTokens) - target) * 1e8))
                        .thenComparingDouble(schedule -> average(schedule, visualTokens)))
                .orElseThrow();
    }

    /** lambda^s N is whole at roots of fractions of N; lambda times what is left at fractions of what can be left. */
    private static List<BigDecimal> turns(int visualTokens) {
        List<BigDecimal> turns = new ArrayList<>();
        for (int of = 1; of <= visualTokens; of++) {
            for (int kept = 0; kept <= of; kept++) {
                for (int stage = 1; stage <= 4; stage++) {
                    BigDecimal turn = new BigDecimal(Math.pow((double) kept / of, 1.0 / stage))
                            .setScale(BudgetSolver.DECIMALS, RoundingMode.HALF_EVEN);
                    turns.addAll(List.of(
                            turn,
                            turn.subtract(LAST_DECIMAL).max(BigDecimal.ZERO),
                            turn.add(LAST_DECIMAL).min(BigDecimal.ONE)));
                }
            }
        }
        return turns.stream().distinct().toList();
    }

    private static double average(Schedule schedule, int visualTokens) {
        return Workload.ofVisualTokens(schedule.visualTokensPerLayer(LAYERS, visualTokens))
                .averageTokens();
    }

    private static int[] entering(BudgetSolver solver, int visualTokens) {
        return solver.solve(MODEL, visualTokens).schedule().visualTokensPerLayer(LAYERS, visualTokens);
    }

    private static BudgetSolution solve(ScheduleFamily family, RandomGenerator random, int visualTokens) {
        double share = random.nextDouble();
        BudgetSolver whole = solver(family, new MultiplyAdds(new FullConvention(), 1));
        BudgetSolution any = whole.solve(MODEL, visualTokens);
        double target = any.floor() + share * (any.ceiling() - any.floor());
        Budget budget = random.nextBoolean()
                ? new MultiplyAdds(new FullConvention(), target)
                : new AverageTokens(share * visualTokens);
        return solver(family, budget).solve(MODEL, visualTokens);
    }

    private static BudgetSolver solver(ScheduleFamily family, Budget budget) {
        return new BudgetSolver(family, budget, 20, Optional.empty());
    }

    private static Rounding rounding(RandomGenerator random) {
        return random.nextBoolean() ? Rounding.INT : Rounding.RECURSIVE;
    }

    /** One to four layers, ascending. */
    private static List<Integer> layers(RandomGenerator random) {
        List<Integer> layers = new ArrayList<>(IntStream.range(0, LAYERS)
                .filter(layer -> random.nextInt(4) == 0)
                .limit(4)
                .boxed()
                .toList());
        return layers.isEmpty() ? List.of(random.nextInt(LAYERS)) : layers;
    }
}
