// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.measure;

import java.util.List;

/**
 * What was measured.
 *
 * @param warmup passes of each arm that were not counted
 * @param repeats passes of each arm that were
 * @param questions how many questions they went round, all of one layout
 * @param arms in order
 * @param drift whether the machine was steady
 */
public record Measured(int warmup, int repeats, int questions, List<ArmTimes> arms, Drift drift) {

    /** Copies the list. */
    public Measured {
        arms = List.copyOf(arms);
    }
}
