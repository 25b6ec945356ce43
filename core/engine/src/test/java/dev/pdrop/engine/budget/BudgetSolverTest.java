// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.types.DataType;
import dev.pdrop.engine.cost.FullConvention;
import dev.pdrop.engine.cost.PaperConvention;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BudgetSolverTest {

    private static final Geometry FOUR_LAYERS = new Geometry(
            4,
            8,
            4,
            2,
            2,
            16,
            10,
            64,
            new Geometry.Vision(new Geometry.Tower(1, 3, 5, 2, 1, 10, 6, 10, 10), new Geometry.Projector(10, 24), 10));

    @Test
    void solvesByHandWhatOneDropLeaves() {
        // 10 tokens enter one layer, a share of them three: (10 + 3 n) / 4 = 6 gives n = 14 / 3.
        BudgetSolution solution = solver(kept(1), new AverageTokens(6)).solve(FOUR_LAYERS, 10);

        assertThat(solution.isFeasible()).isTrue();
        assertThat(solution.floor()).isEqualTo(2.5);
        assertThat(solution.ceiling()).isEqualTo(10);
        assertThat(solution.unrounded().orElseThrow().value()).isCloseTo(14 / 30.0, offset(1e-12));
        assertThat(solution.unrounded().orElseThrow().counts().get(0)).isCloseTo(14 / 3.0, offset(1e-12));
        // 4 are 5.5, 5 are 6.25 on average.
        assertThat(solution.counts()).containsExactly(5);
        assertThat(solution.spent()).isEqualTo(6.25);
        assertThat(solution.interval().lowest()).isEqualByComparingTo("0.5");
        assertThat(solution.interval().highest()).isEqualByComparingTo("0.599999999999");
        assertThat(solution.value()).isEqualByComparingTo("0.5");
    }

    @Test
    void takesTheCheaperOfTwoSchedulesThatAreEquallyNear() {
        // 4 are 5.5 and 5 are 6.25: 5.875 lies in the middle.
        assertThat(solver(kept(1), new AverageTokens(5.875))
                        .solve(FOUR_LAYERS, 10)
                        .counts())
                .containsExactly(4);
        assertThat(solver(kept(1), new AverageTokens(5.8751))
                        .solve(FOUR_LAYERS, 10)
                        .counts())
                .containsExactly(5);
        assertThat(solver(dropped(1), new AverageTokens(5.875))
                        .solve(FOUR_LAYERS, 10)
                        .counts())
                .containsExactly(4);
    }

    @Test
    void solvesFamiliesWhoseCostsFallAsTheNumberGrows() {
        BudgetSolution solution = solver(dropped(1), new AverageTokens(6)).solve(FOUR_LAYERS, 10);

        assertThat(solution.unrounded().orElseThrow().value()).isCloseTo(16 / 30.0, offset(1e-12));
        assertThat(solution.counts()).containsExactly(5);
        assertThat(solution.interval().lowest()).isEqualByComparingTo("0.400000000001");
        assertThat(solution.interval().highest()).isEqualByComparingTo("0.5");
        assertThat(solution.value()).isEqualByComparingTo("0.5");
    }

    @Test
    void solvesForTheLayerOfADrop() {
        // Half of ten before layer K: (10 K + 5 (4 - K)) / 4 is 5, 6.25, 7.5, 8.75.
        BudgetSolution solution = solver(layers(), new AverageTokens(7)).solve(FOUR_LAYERS, 10);

        assertThat(solution.unrounded()).isEmpty();
        assertThat(solution.value()).isEqualByComparingTo("2");
        assertThat(solution.interval())
                .isEqualTo(new BudgetSolution.Interval(new BigDecimal("2"), new BigDecimal("2")));
        assertThat(solution.spent()).isEqualTo(7.5);
        assertThat(solver(layers(), new AverageTokens(4)).solve(FOUR_LAYERS, 10).isFeasible())
                .isFalse();
    }

    @Test
    void solvesForEveryKindOfBudget() {
        Schedule five = new Schedule(List.of(Stage.keep(1, 5)));
        double paper = new PaperConvention().multiplyAdds(FOUR_LAYERS, five.visualTokensPerLayer(4, 10)) / 1e12;

        assertThat(solved(new MultiplyAdds(new PaperConvention(), paper))).isEqualTo(five);
        assertThat(solved(new SameAverageTokens("other", new Fixed(five)))).isEqualTo(five);
        // Rows of 2 x 2 x 2 numbers of two bytes: 10 + 5 + 5 + 5 visual and 4 x 3 text ones.
        assertThat(solved(new CacheSize(DataType.FLOAT16, (25 + 12) * 16.0 / (1 << 20))))
                .isEqualTo(five);
        double full = new BudgetSolver(kept(1), new MultiplyAdds(new FullConvention(), 1), 3, Optional.empty())
                .solve(FOUR_LAYERS, 10)
                .ceiling();
        assertThat(solved(new MultiplyAdds(new FullConvention(), full)))
                .isEqualTo(new Schedule(List.of(Stage.keep(1, 10))));
    }

    @Test
    void meetsFloorAndCeilingThemselves() {
        assertThat(solver(kept(1), new AverageTokens(2.5))
                        .solve(FOUR_LAYERS, 10)
                        .isFeasible())
                .isTrue();
        assertThat(solver(kept(1), new AverageTokens(10)).solve(FOUR_LAYERS, 10).isFeasible())
                .isTrue();
        assertThat(solver(kept(1), new AverageTokens(2.49))
                        .solve(FOUR_LAYERS, 10)
                        .isFeasible())
                .isFalse();
        assertThat(solver(kept(1), new AverageTokens(10.01))
                        .solve(FOUR_LAYERS, 10)
                        .isFeasible())
                .isFalse();
    }

    @Test
    void schedulesEachPromptWithinTheBudget() {
        BudgetScheduler scheduler = new BudgetScheduler(solver(kept(1), new AverageTokens(6)), "share");

        assertThat(scheduler.plan(FOUR_LAYERS, 10).stages()).containsExactly(Stage.keep(1, 5));
        // (20 + 3 n) / 4 = 6 gives 4 / 3.
        assertThat(scheduler.plan(FOUR_LAYERS, 20).stages()).containsExactly(Stage.keep(1, 1));
        // A small prompt, and one without an image, keeps all it has.
        assertThat(scheduler.plan(FOUR_LAYERS, 5).stages()).containsExactly(Stage.keep(1, 5));
        assertThat(scheduler.plan(FOUR_LAYERS, 0).stages()).containsExactly(Stage.keep(1, 0));
    }

    @Test
    void saysWhatCanBeReached() {
        BudgetScheduler low = new BudgetScheduler(solver(kept(1), new AverageTokens(2)), "share");
        BudgetScheduler high = new BudgetScheduler(solver(kept(1), new AverageTokens(11)), "share");

        assertThatThrownBy(() -> low.plan(FOUR_LAYERS, 10))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a budget of at least 2.5 visual tokens on average, the floor of 'layer 1; share"
                        + " open' for 10 visual tokens, found 2; the nearest reachable is 2.5, keeping 0 with share 0:"
                        + " raise the budget, or drop before earlier layers");
        assertThatThrownBy(() -> high.plan(FOUR_LAYERS, 10))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a budget of at most 10 visual tokens on average, the ceiling of 'layer 1; share"
                        + " open' for 10 visual tokens, found 11; the nearest reachable is 10, keeping 10 with share 1:"
                        + " lower the budget");
    }

    @Test
    void describesWhatWasSolved() {
        BudgetScheduler scheduler = new BudgetScheduler(solver(kept(1), new AverageTokens(6)), "share");

        assertThat(scheduler.describe()).isEqualTo("layer 1; share solved; for 6 visual tokens on average");
        assertThat(scheduler.describe(FOUR_LAYERS, 10))
                .isEqualTo("layer 1; share 0.5; keeps 5 of 10; solved for 6 visual tokens on average at 6.25 visual"
                        + " tokens on average");
    }

    private static Schedule solved(Budget budget) {
        return new BudgetSolver(kept(1), budget, 3, Optional.empty())
                .solve(FOUR_LAYERS, 10)
                .schedule();
    }

    private static BudgetSolver solver(ScheduleFamily family, Budget budget) {
        return new BudgetSolver(family, budget, 0, Optional.empty());
    }

    /** A schedule that is always the same. */
    private record Fixed(Schedule schedule) implements dev.pdrop.spi.StageScheduler {
        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return schedule;
        }

        @Override
        public String describe() {
            return "fixed";
        }
    }

    private static ScheduleFamily kept(int layer) {
        return new Share(layer, false);
    }

    private static ScheduleFamily dropped(int layer) {
        return new Share(layer, true);
    }

    /** One drop of a share that is kept or dropped; counts are truncated. */
    private record Share(int layer, boolean isDropped) implements ScheduleFamily {

        @Override
        public Range range(Geometry geometry, int visualTokens) {
            return Range.shares();
        }

        @Override
        public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
            BigDecimal share = isDropped ? BigDecimal.ONE.subtract(value) : value;
            int kept = share.multiply(BigDecimal.valueOf(visualTokens))
                    .setScale(0, RoundingMode.FLOOR)
                    .intValueExact();
            return new Schedule(List.of(Stage.keep(layer, kept)));
        }

        @Override
        public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
            return Optional.of(List.of(visualTokens * (isDropped ? 1 - value : value)));
        }

        @Override
        public String describe(String value) {
            return "layer " + layer + "; share " + value;
        }
    }

    /** Half of the tokens, at any layer. */
    private static ScheduleFamily layers() {
        return new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.whole(0, geometry.layers() - 1);
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                return new Schedule(List.of(Stage.keep(value.intValueExact(), visualTokens / 2)));
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.empty();
            }

            @Override
            public String describe(String value) {
                return "layer " + value;
            }
        };
    }
}
