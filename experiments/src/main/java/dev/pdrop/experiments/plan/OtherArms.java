// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.experiments.config.NearestName;
import dev.pdrop.spi.StageScheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arms that a budget may name.
 *
 * @param names of all arms of an experiment, bound or not
 * @param following those that follow another arm themselves
 * @param schedulers of the others, those with errors left out
 */
public record OtherArms(Set<String> names, Set<String> following, Map<String, StageScheduler> schedulers) {

    /** Copies all. */
    public OtherArms {
        names = Set.copyOf(names);
        following = Set.copyOf(following);
        schedulers = Map.copyOf(schedulers);
    }

    /** One arm alone, under the name by which a budget calls it. */
    public static OtherArms of(String name, StageScheduler scheduler) {
        return new OtherArms(Set.of(name), Set.of(), Map.of(name, scheduler));
    }

    /** Where a method stands alone. */
    public static OtherArms none() {
        return new OtherArms(Set.of(), Set.of(), Map.of());
    }

    /** Why a name cannot be used; empty if its arm has an error, which is told where that is. */
    Optional<String> misnamed(String name) {
        if (following.contains(name)) {
            return Optional.of("expected an arm with a schedule of its own, found '" + name
                    + "', which follows another arm; name another one");
        }
        if (names.contains(name)) {
            return Optional.empty();
        }
        List<String> swept = names.stream()
                .filter(one -> one.startsWith(name + " "))
                .sorted()
                .toList();
        return Optional.of(
                swept.isEmpty()
                        ? "unknown arm '" + name + "'; " + NearestName.hint(name, names, "other arms")
                        : "expected one arm, found '" + name + "', of which an axis makes "
                                + String.join(", ", swept) + "; name one of these, or all of them in an axis of this"
                                + " setting");
    }
}
