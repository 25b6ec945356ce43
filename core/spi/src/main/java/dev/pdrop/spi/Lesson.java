// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What is to be learnt from a prompt: the token that each row should lead to, and which rows see one another.
 *
 * <p>Rows of segment 0 are a prefix that every row behind sees. Rows of a later segment see the prefix and the earlier
 * rows of their own segment, and their positions go on where the prefix stopped: so several questions about one image
 * share its rows, and each is computed as if it were alone. A conversation in which turns see the turns before is all
 * segment 0. Immutable.
 */
public final class Lesson {

    /** The target of a row from which nothing is learnt. */
    public static final int NONE = -1;

    private final int[] targets;
    private final int[] segments;

    /**
     * A lesson.
     *
     * @param targets for each row the token that follows it, or {@link #NONE}
     * @param segments for each row its segment: 0 in the prefix, then from 1 on without gaps, ascending
     */
    public Lesson(int[] targets, int[] segments) {
        if (targets.length != segments.length) {
            throw new IllegalArgumentException(
                    targets.length + " targets do not go with " + segments.length + " segments");
        }
        for (int row = 0; row < segments.length; row++) {
            int before = row == 0 ? 0 : segments[row - 1];
            if (segments[row] < before || segments[row] > before + 1) {
                throw new IllegalArgumentException(
                        "segments must ascend from 0 without gaps, were " + Arrays.toString(segments));
            }
        }
        this.targets = targets.clone();
        this.segments = segments.clone();
    }

    /** Rows. */
    public int length() {
        return targets.length;
    }

    /** For each row the token that follows it, or {@link #NONE}; a copy. */
    public int[] targets() {
        return targets.clone();
    }

    /** For each row its segment, a copy. */
    public int[] segments() {
        return segments.clone();
    }

    /** Whether there is more than the prefix. */
    public boolean packed() {
        return segments.length > 0 && segments[segments.length - 1] > 0;
    }

    /** The rows from which something is learnt, ascending. */
    public int[] learningRows() {
        return IntStream.range(0, targets.length)
                .filter(row -> targets[row] != NONE)
                .toArray();
    }

    /** The rows right before an answer, ascending: where the model is asked to speak, one for each answer. */
    public int[] askingRows() {
        return IntStream.range(0, targets.length).filter(this::asks).toArray();
    }

    private boolean asks(int row) {
        boolean opens = row == 0 || targets[row - 1] == NONE || segments[row - 1] != segments[row];
        return targets[row] != NONE && opens;
    }
}
