// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.spi.Geometry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds axes over a setting of a schedule that another setting of the arm overrides, such as {@code drop-ratio} beside
 * {@code keep}: their arms would be one and the same under different names.
 */
final class AxisEffect {

    private AxisEffect() {}

    /**
     * Adds a problem for each arm whose schedules do not differ although its axes say so.
     *
     * @param arms all arms, expanded
     * @param geometry the sizes of the model
     */
    static void check(List<ArmAxis> axes, List<ArmPlan> arms, Geometry geometry, ConfigProblems problems) {
        Set<String> checked = new HashSet<>();
        for (ArmAxis axis : axes) {
            if (isOfSchedule(axis) && checked.add(axis.arm())) {
                checkArm(axis, axes, arms, geometry, problems);
            }
        }
    }

    private static void checkArm(
            ArmAxis first, List<ArmAxis> axes, List<ArmPlan> arms, Geometry geometry, ConfigProblems problems) {
        int expected = axes.stream()
                .filter(axis -> axis.arm().equals(first.arm()) && isOfSchedule(axis))
                .mapToInt(axis -> axis.values().size())
                .reduce(1, Math::multiplyExact);
        List<String> schedules = arms.stream()
                .filter(arm -> arm.name().startsWith(first.arm() + " "))
                .map(arm -> arm.schedule() + "\n"
                        + arm.method().plan(geometry, geometry.vision().visualTokens()))
                .distinct()
                .toList();
        if (!schedules.isEmpty() && schedules.size() < expected) {
            problems.add(
                    first.location(),
                    ExperimentReader.AXES + "." + first.arm() + "." + String.join(".", first.path()),
                    "expected " + expected + " schedules that differ, found " + schedules.size() + " ("
                            + schedules.get(0).lines().findFirst().orElse("")
                            + "); another setting of the arm overrides what the axis sets, remove that one or leave out the axis");
        }
    }

    private static boolean isOfSchedule(ArmAxis axis) {
        return axis.path().get(0).equals(MethodResolver.SCHEDULE);
    }
}
