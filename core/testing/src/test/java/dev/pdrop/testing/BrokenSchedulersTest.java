// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A scheduler that does one thing wrong fails the test that is about it, and its asserting wrapper. */
final class BrokenSchedulersTest {

    private static final Geometry MODEL = new Geometry(
            4,
            8,
            2,
            2,
            4,
            16,
            32,
            64,
            new Geometry.Vision(new Geometry.Tower(1, 3, 3, 2, 1, 8, 3, 8, 8), new Geometry.Projector(8, 24), 8));

    @ParameterizedTest
    @MethodSource
    void failsItsContract(StageScheduler broken, Consumer<StageSchedulerContract> test) {
        StageSchedulerContract contract = () -> broken;
        assertThatThrownBy(() -> test.accept(contract)).isInstanceOf(AssertionError.class);
    }

    static Stream<Arguments> failsItsContract() {
        return Stream.of(
                broken("fits nothing", nothingFits(), StageSchedulerContract::fitsSomeModel),
                broken("acts outside the model", outside(), StageSchedulerContract::plansStagesInsideTheModel),
                broken("keeps too many", tooMany(), StageSchedulerContract::neverKeepsMoreThanThereIs),
                broken("changes its mind", moody(), StageSchedulerContract::plansTheSameAgain),
                broken(
                        "breaks the table",
                        scheduler("a, b", (geometry, count) -> List.of()),
                        contract -> contract.describesItselfInOneCell()));
    }

    @Test
    void aRightOnePasses() {
        StageSchedulerContract contract =
                () -> scheduler("half at 0", (geometry, count) -> List.of(Stage.keep(0, count / 2)));
        assertThatCode(() -> {
                    contract.fitsSomeModel();
                    contract.plansStagesInsideTheModel();
                    contract.neverKeepsMoreThanThereIs();
                    contract.plansTheSameAgain();
                    contract.describesItselfInOneCell();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aFamilyThatGoesUpAndDownFailsItsContract() {
        assertThatThrownBy(
                        () -> ofFamily(number -> 500 - Math.abs(500 - number)).everyFamilyIsMonotone())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rises or falls");
        assertThatCode(() -> ofFamily(number -> number).everyFamilyIsMonotone()).doesNotThrowAnyException();
        assertThatCode(() -> ofFamily(number -> 1000 - number).everyFamilyIsMonotone())
                .doesNotThrowAnyException();
    }

    /** Thousandths of the tokens stay, as many as the operator makes of the number's thousandths. */
    private static StageSchedulerContract ofFamily(IntUnaryOperator thousandths) {
        ScheduleFamily family = new ScheduleFamily() {
            @Override
            public Range range(Geometry geometry, int visualTokens) {
                return Range.shares();
            }

            @Override
            public Schedule plan(Geometry geometry, int visualTokens, BigDecimal value) {
                int share = thousandths.applyAsInt(value.movePointRight(3).intValue());
                return new Schedule(List.of(Stage.keep(1, visualTokens * share / 1000)));
            }

            @Override
            public Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value) {
                return Optional.empty();
            }

            @Override
            public String describe(String value) {
                return "thousandths " + value;
            }
        };
        return new StageSchedulerContract() {
            @Override
            public StageScheduler scheduler() {
                return nothingFits();
            }

            @Override
            public List<ScheduleFamily> families() {
                return List.of(family);
            }
        };
    }

    @Test
    void theWrapperNamesWhatIsBroken() {
        assertThatThrownBy(() -> new AssertingStageScheduler(outside()).plan(MODEL, 8))
                .isInstanceOf(AssertionError.class)
                .hasMessage("the contract is broken by a stage before layer 4 of a model with 4 layers");
        assertThatThrownBy(() -> new AssertingStageScheduler(tooMany()).plan(MODEL, 8))
                .hasMessageContaining("keeps 9 of 8 visual tokens");
        assertThatThrownBy(() -> new AssertingStageScheduler(moody()).plan(MODEL, 8))
                .hasMessageContaining("another plan the second time");
        assertThatThrownBy(
                        () -> new AssertingStageScheduler(scheduler("a, b", (geometry, count) -> List.of())).describe())
                .hasMessageContaining("'a, b'");
    }

    private static Arguments broken(String what, StageScheduler scheduler, Consumer<StageSchedulerContract> test) {
        return Arguments.of(Named.of(what, scheduler), Named.of("contract", test));
    }

    private static StageScheduler nothingFits() {
        return scheduler("none", (geometry, count) -> {
            throw new InvalidMethodException("expected another model, found this one: choose another");
        });
    }

    private static StageScheduler outside() {
        return scheduler("outside", (geometry, count) -> List.of(Stage.keep(geometry.layers(), 0)));
    }

    private static StageScheduler tooMany() {
        return scheduler("too many", (geometry, count) -> List.of(Stage.keep(0, count + 1)));
    }

    private static StageScheduler moody() {
        AtomicInteger calls = new AtomicInteger();
        return scheduler("moody", (geometry, count) -> List.of(Stage.keep(0, calls.getAndIncrement())));
    }

    private static StageScheduler scheduler(String description, BiFunction<Geometry, Integer, List<Stage>> stages) {
        return new StageScheduler() {
            @Override
            public Schedule plan(Geometry geometry, int visualTokens) {
                return new Schedule(stages.apply(geometry, visualTokens));
            }

            @Override
            public String describe() {
                return description;
            }
        };
    }
}
