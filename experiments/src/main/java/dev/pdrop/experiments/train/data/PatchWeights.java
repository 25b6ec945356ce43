// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.data;

/**
 * How much a patch counts.
 *
 * @param foreground one to which a property applies, above 0
 * @param background any other, at least 0
 */
public record PatchWeights(double foreground, double background) {

    /** Checks ranges. */
    public PatchWeights {
        if (foreground <= 0) {
            throw new IllegalArgumentException("foreground must be above 0, was " + foreground);
        }
        if (background < 0) {
            throw new IllegalArgumentException("background must be at least 0, was " + background);
        }
    }
}
