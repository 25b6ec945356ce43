// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import java.util.Objects;

/**
 * How the figures of a run were judged.
 *
 * @param level of all intervals, and 1 minus what p-values are held against
 * @param resamples of the bootstrap over images
 * @param seed of resamples and sign flips: that of the experiment
 * @param images that the questions are about: what counts as n
 * @param questions asked in each arm
 * @param reference the arm that all others are held against; empty if there is no arm
 * @param family what was held against what
 * @param comparisons how many those are, each counted once
 * @param noStatement why there are neither intervals nor verdicts, as one sentence without a full stop; empty if there
 *     are
 */
public record Statistics(
        double level,
        int resamples,
        long seed,
        int images,
        int questions,
        String reference,
        String family,
        int comparisons,
        String noStatement) {

    /** Checks that it is whole. */
    public Statistics {
        Objects.requireNonNull(reference);
        Objects.requireNonNull(family);
        Objects.requireNonNull(noStatement);
    }
}
