// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

/**
 * Whether a question needs its image: a question that is answered without one says nothing about dropping visual
 * tokens.
 *
 * <p>The part is chosen by one arm's answers, some of which are lucky: it is for comparing the other arms with each
 * other, and no measure of the text-only arm itself.
 */
public enum VisionNeed {
    /** The text-only arm misses it. */
    NEEDED,
    /** The text-only arm gets it right. */
    NOT_NEEDED;

    /** Which of the two. */
    public static VisionNeed of(boolean textOnlyRight) {
        return textOnlyRight ? NOT_NEEDED : NEEDED;
    }
}
