// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.ConfigProblems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Expands arms over their axes and checks the names that result. */
final class ArmExpansion {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._=-]+( [A-Za-z0-9._=-]+)*");

    private ArmExpansion() {}

    /** One arm for each combination of an arm's values, in place of the arm; arms without axes as they are. */
    static List<ArmSource> expand(List<ArmSource> arms, List<ArmAxis> axes, ConfigProblems problems) {
        List<ArmSource> expanded = new ArrayList<>();
        for (ArmSource arm : arms) {
            List<ArmAxis> own =
                    axes.stream().filter(axis -> axis.arm().equals(arm.name())).toList();
            expanded.addAll(expandOne(arm, own, problems));
        }
        checkNames(expanded, problems);
        return expanded;
    }

    private static List<ArmSource> expandOne(ArmSource arm, List<ArmAxis> axes, ConfigProblems problems) {
        List<ArmSource> arms = List.of(arm);
        for (ArmAxis axis : axes) {
            String label = label(axis, axes);
            List<ArmSource> next = new ArrayList<>();
            for (ArmSource source : arms) {
                for (ConfigValue value : axis.values()) {
                    ArmSource swept = axis.at(value, source, label);
                    SweptOverrides.check(axis, source.block(), swept.block(), problems);
                    next.add(swept);
                }
            }
            arms = next;
        }
        return arms;
    }

    /** As few last elements of the path as tell the axis from the other ones of its arm. */
    private static String label(ArmAxis axis, List<ArmAxis> axes) {
        int elements = 1;
        while (elements < axis.path().size() && isShared(axis.suffix(elements), elements, axes)) {
            elements++;
        }
        return axis.suffix(elements);
    }

    private static boolean isShared(String suffix, int elements, List<ArmAxis> axes) {
        return axes.stream()
                        .filter(axis -> axis.suffix(elements).equals(suffix))
                        .count()
                > 1;
    }

    private static void checkNames(List<ArmSource> arms, ConfigProblems problems) {
        Set<String> names = new HashSet<>();
        for (ArmSource arm : arms) {
            if (!NAME.matcher(arm.name()).matches()) {
                problems.add(
                        arm.location(),
                        arm.path(),
                        "expected a name of letters, digits, single spaces and . _ = -, found '" + arm.name() + "'");
            }
            if (!names.add(arm.name())) {
                problems.add(
                        arm.location(), arm.path(), "expected arms of different names, found two '" + arm.name() + "'");
            }
        }
    }
}
