// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StageScheduler} promises, tried on models of many depths and prompts of many sizes.
 *
 * <p>Implement it in a test class and give the scheduler.
 */
public interface StageSchedulerContract {

    /** Layers of the model that families are tried on. */
    int DEEP = 32;

    /** Steps of a thousandth, from 0 to 1. */
    int STEPS = 1000;

    /** The scheduler under test, the same configuration each time. */
    StageScheduler scheduler();

    /** The schedules that its factory leaves open to a budget. */
    default List<ScheduleFamily> families() {
        return List.of();
    }

    /** Models of 1 to 80 layers. */
    default List<Geometry> geometries() {
        return List.of(1, 2, 3, 4, 8, 12, 24, 28, 32, 33, 40, 80).stream()
                .map(StageSchedulerContract::geometry)
                .toList();
    }

    /** Numbers of visual tokens, 0 and 1 among them. */
    default List<Integer> visualTokens() {
        return List.of(0, 1, 2, 3, 5, 16, 27, 144, 256, 575, 576, 1024, 2880);
    }

    /** Some model takes it. */
    @Test
    default void fitsSomeModel() {
        assertThat(plans()).as("models and prompts that it fits").isNotEmpty();
    }

    /** Stages are inside the model; a configuration that does not fit is an error that says so. */
    @Test
    default void plansStagesInsideTheModel() {
        for (Plan plan : plans()) {
            for (Stage stage : plan.schedule().stages()) {
                Point last = Point.decoder(plan.layers() - 1);
                assertThat(stage.point()).as("a stage of %s", plan).isLessThanOrEqualTo(last);
            }
        }
    }

    /** Counts never exceed what is there, and never rise. */
    @Test
    default void neverKeepsMoreThanThereIs() {
        for (Plan plan : plans()) {
            int left = plan.visualTokens();
            for (Stage stage : plan.schedule().stages()) {
                assertThat(stage.action().visualTokens())
                        .as("kept %s by %s", stage.point(), plan)
                        .isBetween(0, left);
                left = stage.action().visualTokens();
            }
        }
    }

    /** The plan is a pure function of model and count. */
    @Test
    default void plansTheSameAgain() {
        assertThat(plans()).isEqualTo(plans());
        assertThat(scheduler().describe()).isEqualTo(scheduler().describe());
    }

    /** The description fits into a cell of a table: one line, not empty, no comma. */
    @Test
    default void describesItselfInOneCell() {
        assertThat(scheduler().describe()).isNotBlank().doesNotContain(",", "\n", "\r");
    }

    /** As the number of a family grows, no layer is entered by fewer visual tokens, or none by more. */
    @Test
    default void everyFamilyIsMonotone() {
        for (ScheduleFamily family : families()) {
            assertThat(family.describe("open")).contains("open").doesNotContain(",", "\n", "\r");
            for (int count : visualTokens()) {
                List<int[]> entering = entering(family, count);
                boolean rising = isOrdered(entering);
                Collections.reverse(entering);
                assertThat(rising || isOrdered(entering))
                        .as("%s with %s visual tokens rises or falls", family.describe("open"), count)
                        .isTrue();
            }
        }
    }

    private static List<int[]> entering(ScheduleFamily family, int visualTokens) {
        Geometry geometry = geometry(DEEP);
        ScheduleFamily.Range range = family.range(geometry, visualTokens);
        int steps = range.whole() ? range.highest().subtract(range.lowest()).intValueExact() : STEPS;
        List<int[]> entering = new ArrayList<>();
        for (int step = 0; step <= steps; step++) {
            BigDecimal way = range.whole()
                    ? BigDecimal.valueOf(step)
                    : range.highest().subtract(range.lowest()).multiply(BigDecimal.valueOf(step, 3));
            entering.add(family.plan(geometry, visualTokens, range.lowest().add(way))
                    .visualTokensPerLayer(DEEP, visualTokens));
        }
        return entering;
    }

    private static boolean isOrdered(List<int[]> entering) {
        for (int i = 1; i < entering.size(); i++) {
            for (int layer = 0; layer < DEEP; layer++) {
                if (entering.get(i)[layer] < entering.get(i - 1)[layer]) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * A schedule and what it was made for.
     *
     * @param layers of the model
     * @param visualTokens of the prompt
     * @param schedule the plan
     */
    record Plan(int layers, int visualTokens, Schedule schedule) {}

    private List<Plan> plans() {
        StageScheduler scheduler = scheduler();
        List<Plan> plans = new ArrayList<>();
        for (Geometry geometry : geometries()) {
            for (int count : visualTokens()) {
                try {
                    plans.add(new Plan(geometry.layers(), count, scheduler.plan(geometry, count)));
                } catch (InvalidMethodException e) {
                    assertThat(e)
                            .as("the error for %s layers", geometry.layers())
                            .message()
                            .isNotBlank();
                }
            }
        }
        return plans;
    }

    private static Geometry geometry(int layers) {
        Geometry.Vision vision = new Geometry.Vision(
                new Geometry.Tower(23, 1024, 4096, 2, 16, 576, 588, 577, 577),
                new Geometry.Projector(576, 1024 * 4096 + 4096 * 4096),
                576);
        return new Geometry(layers, 4096, 32, 32, 128, 11008, 32064, 4096, vision);
    }
}
