// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.spi.StageScheduler;
import java.util.Map;
import java.util.Set;

/**
 * The arms that a budget may name.
 *
 * @param names of all arms of an experiment, bound or not
 * @param schedulers of those that do not follow another arm themselves
 */
public record OtherArms(Set<String> names, Map<String, StageScheduler> schedulers) {

    /** Copies both. */
    public OtherArms {
        names = Set.copyOf(names);
        schedulers = Map.copyOf(schedulers);
    }

    /** One arm alone, under the name by which a budget calls it. */
    public static OtherArms of(String name, StageScheduler scheduler) {
        return new OtherArms(Set.of(name), Map.of(name, scheduler));
    }

    /** Where a method stands alone. */
    public static OtherArms none() {
        return new OtherArms(Set.of(), Map.of());
    }

    /** Why a name cannot be used. */
    String misnamed(String name) {
        return names.contains(name)
                ? "expected an arm with a schedule of its own, found '" + name
                        + "', which follows another arm or has an error; name another one"
                : "unknown arm '" + name + "'; " + NearestName.hint(name, names, "other arms");
    }
}
