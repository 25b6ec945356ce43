// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Schedules that differ in one number, such as the pyramids of all lambdas.
 *
 * <p>Monotone: as the number grows, either no layer is entered by fewer visual tokens, or none by more. That is what
 * makes a budget solvable exactly, by halving, whatever the rounding rule.
 */
public interface ScheduleFamily {

    /**
     * Which numbers there are.
     *
     * @param geometry the sizes of the model
     * @param visualTokens N of the prompt
     * @throws InvalidMethodException if the other settings do not fit the model
     */
    Range range(Geometry geometry, int visualTokens);

    /**
     * The schedule at one number: exactly what the scheduler plans with that setting.
     *
     * @param value inside {@link #range}
     * @throws InvalidMethodException if the settings do not fit the model
     */
    Schedule plan(Geometry geometry, int visualTokens, BigDecimal value);

    /**
     * What the counts of {@link #plan} would be without rounding, one a stage; continuous in the number.
     *
     * @return empty if the number is one of layers, between which there is nothing
     */
    Optional<List<Double>> unroundedCounts(Geometry geometry, int visualTokens, double value);

    /**
     * One line for people, as {@link StageScheduler#describe}.
     *
     * @param value stands in the place of the number
     */
    String describe(String value);

    /**
     * The numbers of a family.
     *
     * @param lowest the lowest one
     * @param highest the highest one, not below the lowest
     * @param whole whether only whole numbers are meant
     */
    record Range(BigDecimal lowest, BigDecimal highest, boolean whole) {

        /** Checks the order. */
        public Range {
            if (lowest.compareTo(highest) > 0) {
                throw new IllegalArgumentException("a range cannot go from " + lowest + " to " + highest);
            }
        }

        /** Every share from nothing to all. */
        public static Range shares() {
            return new Range(BigDecimal.ZERO, BigDecimal.ONE, false);
        }

        /** Every whole number between two, both included. */
        public static Range whole(int lowest, int highest) {
            return new Range(BigDecimal.valueOf(lowest), BigDecimal.valueOf(highest), true);
        }
    }
}
