// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.pdrop.experiments.config.ConfigOverride;
import dev.pdrop.experiments.config.ConfigProblems;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds settings that a flag gives to an arm and that an axis of the same arm would replace without a word. */
final class SweptOverrides {

    private final ArmAxis axis;
    private final ConfigProblems problems;

    private SweptOverrides(ArmAxis axis, ConfigProblems problems) {
        this.axis = axis;
        this.problems = problems;
    }

    /**
     * Adds a problem for each such setting.
     *
     * @param before the settings of the arm
     * @param after the settings of the arm at a value of the axis
     */
    static void check(ArmAxis axis, ConfigObject before, ConfigObject after, ConfigProblems problems) {
        new SweptOverrides(axis, problems).compare(List.of(ExperimentReader.ARMS, axis.arm()), before, after);
    }

    private void compare(List<String> path, ConfigObject before, @Nullable ConfigObject after) {
        before.forEach((key, value) -> {
            List<String> inner = new ArrayList<>(path);
            inner.add(key);
            ConfigValue now = after == null ? null : after.get(key);
            if (value instanceof ConfigObject block) {
                compare(inner, block, now instanceof ConfigObject same ? same : null);
            } else if (ConfigOverride.sets(SourceLocation.of(value.origin()), inner) && !isSame(value, now)) {
                problems.add(
                        value.origin(),
                        ConfigUtil.joinPath(inner),
                        "expected one place that sets this, found that the axis at " + axis.location()
                                + " sets it too; leave out the flag or the axis");
            }
        });
    }

    private static boolean isSame(ConfigValue value, @Nullable ConfigValue now) {
        return now != null && value.equals(now) && value.origin().equals(now.origin());
    }
}
