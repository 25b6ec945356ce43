// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.plan;

import java.util.Optional;

/**
 * How long a stage lasts: either so many steps, or as many as fit into so many minutes.
 *
 * @param steps at least 1
 * @param minutes above 0; turned into steps once, by timing some steps that are not taken, without what the optimiser,
 *     examinations and checkpoints add
 */
public record Budget(Optional<Integer> steps, Optional<Double> minutes) {

    /** Checks that there is exactly one, in its range. */
    public Budget {
        if (steps.isPresent() == minutes.isPresent()) {
            throw new IllegalArgumentException("steps or minutes must be set, and not both; set the other one to null");
        }
        if (steps.isPresent() && steps.get() < 1) {
            throw new IllegalArgumentException("steps must be at least 1, was " + steps.get());
        }
        if (minutes.isPresent() && !(minutes.get() > 0)) {
            throw new IllegalArgumentException("minutes must be above 0, was " + minutes.get());
        }
    }
}
