// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.config.InvalidConfigException;
import dev.pdrop.experiments.config.SourceLocation;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds a training that goes on to what it began with. */
final class Unchanged {

    private Unchanged() {}

    /**
     * Refuses other settings.
     *
     * @throws InvalidConfigException if any differs; names each
     */
    static void require(Map<String, String> before, Map<String, String> now, Path folder) {
        List<String> changes = new ArrayList<>();
        for (String path : TrainingPlan.changes(before, now)) {
            changes.add(path + " was " + before.getOrDefault(path, "nothing") + " and is "
                    + now.getOrDefault(path, "nothing"));
        }
        if (!changes.isEmpty()) {
            throw new InvalidConfigException(
                    new SourceLocation(folder.toString(), 0),
                    "",
                    "expected the settings that this training began with, found others: " + String.join("; ", changes)
                            + "; set them back, choose another name, or begin anew with --fresh");
        }
    }

    /** Says what decides the bits of the weights and has changed. */
    static void note(Map<String, String> before, Map<String, String> now, TrainingListener listener) {
        now.forEach((fact, value) -> {
            String then = before.getOrDefault(fact, value);
            if (!then.equals(value) && !then.endsWith(TrainingState.THEN + value)) {
                listener.noted("This training began with " + fact + " = " + then + ", now it is " + value
                        + ": the weights will not be, to the last bit, those of a training without this change");
            }
        });
    }
}
