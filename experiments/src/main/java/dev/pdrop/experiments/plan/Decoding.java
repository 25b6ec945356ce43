// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

/**
 * How answers are decoded: greedily, up to a limit.
 *
 * @param maxNewTokens tokens generated at most for one answer, at least 1
 */
public record Decoding(int maxNewTokens) {

    /** Checks the range. */
    public Decoding {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be at least 1, was " + maxNewTokens);
        }
    }
}
