// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.experiments.plan.ArmPlan;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An arm that asks every question once; one with replicates does so several times.
 *
 * @param arm the arm
 * @param number of the replicate, from 0
 */
record ArmReplicate(ArmPlan arm, int number) {

    /** All of an arm. */
    static List<ArmReplicate> of(ArmPlan arm) {
        return IntStream.range(0, arm.replicates())
                .mapToObj(number -> new ArmReplicate(arm, number))
                .toList();
    }

    /** What people call it. */
    String label() {
        return arm.replicates() == 1 ? arm.name() : arm.name() + " (" + (number + 1) + " of " + arm.replicates() + ")";
    }

    /** Where its random numbers come from. */
    Seeds seeds(long seed) {
        return new Seeds(seed, arm.name(), number);
    }

    /** The same for the engine. */
    TreeArm forEngine(long seed) {
        return new TreeArm(arm.method(), seeds(seed));
    }
}
