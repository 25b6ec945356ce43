// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import com.typesafe.config.Config;
import dev.pdrop.engine.Method;
import dev.pdrop.experiments.config.SourceLocation;

/**
 * One arm: a fully resolved method under a name.
 *
 * @param name unique in its experiment; letters, digits, spaces and {@code . _ = -}
 * @param method ranker, scheduler and position policy
 * @param ranker the name of the ranker, {@value #NO_RANKER} if there is none
 * @param schedule one line for people: what the scheduler says of itself
 * @param config the method's block as it holds: {@code ranker}, {@code schedule}, {@code positions}, every default
 *     included; values keep their origins
 * @param location where the arm stands
 */
public record ArmPlan(
        String name, Method method, String ranker, String schedule, Config config, SourceLocation location) {

    /** The name of the ranker of an arm without one. */
    public static final String NO_RANKER = "none";

    /**
     * Where to look when the arm does not fit a model: the flag of the command line that set something in it, if one
     * did; else where the arm stands.
     */
    public SourceLocation cause() {
        return config.entrySet().stream()
                .map(entry -> SourceLocation.of(entry.getValue().origin()))
                .filter(SourceLocation::isFlag)
                .sorted()
                .findFirst()
                .orElse(location);
    }
}
