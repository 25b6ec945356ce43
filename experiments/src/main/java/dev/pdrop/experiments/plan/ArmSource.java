// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.pdrop.experiments.config.Overlay;
import dev.pdrop.experiments.config.SourceLocation;
import java.util.regex.Pattern;

/**
 * An arm before it is bound.
 *
 * @param name its name
 * @param path the setting that it stands at, for error messages
 * @param block its settings, laid over the method file that they refer to
 * @param location where it stands
 */
record ArmSource(String name, String path, ConfigObject block, SourceLocation location) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    /** The setting at which the arm of a name stands. */
    static String pathOf(String name) {
        return ExperimentReader.ARMS + "." + (PLAIN.matcher(name).matches() ? name : ConfigUtil.quoteString(name));
    }

    /** Whether its budget is the average of another arm, which must be bound before it. */
    boolean followsAnother() {
        return Overlay.object(block, MethodResolver.SCHEDULE)
                .flatMap(schedule -> Overlay.object(schedule, ScheduleBinding.BUDGET))
                .filter(budget -> budget.containsKey(ScheduleBinding.SAME_AS))
                .isPresent();
    }
}
