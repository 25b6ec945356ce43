// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.FailedRunException;
import java.util.Arrays;

/**
 * The visual tokens with the highest scores of one example, chosen on the host.
 *
 * <p>Ties go to the lower place, so that the choice is the same on every device and machine; a tensor library's own
 * top-k promises no such thing.
 *
 * <p>Immutable.
 */
public final class TopSelection {

    private final int[] kept;
    private final double margin;

    private TopSelection(int[] kept, double margin) {
        this.kept = kept;
        this.margin = margin;
    }

    /**
     * Selects.
     *
     * @param scores one score a visual token; higher stays; infinities are legal
     * @param keep how many stay, from 0 to the number of scores
     * @param stage what people call the stage, for the message
     * @throws FailedRunException if a score is NaN; names the stage
     */
    public static TopSelection of(float[] scores, int keep, String stage) {
        if (keep < 0 || keep > scores.length) {
            throw new IllegalArgumentException("cannot keep " + keep + " of " + scores.length);
        }
        long[] order = descending(scores, stage);
        int[] kept = new int[keep];
        for (int i = 0; i < keep; i++) {
            kept[i] = place(order[i]);
        }
        double margin = keep == 0 || keep == scores.length
                ? Double.NaN
                : (double) scores[place(order[keep - 1])] - scores[place(order[keep])];
        Arrays.sort(kept);
        return new TopSelection(kept, margin);
    }

    /** The places that stay, ascending, a copy. */
    public int[] kept() {
        return kept.clone();
    }

    /**
     * The score of the last one kept minus that of the first one dropped: how close the call was, at least 0.
     *
     * @return NaN where nothing or everything is dropped
     */
    public double margin() {
        return margin;
    }

    /* One long a token, so that a primitive sort settles score and tie at once: the score in the upper half, mapped to an
     * integer that falls as the score rises, and the place in the lower half. */
    private static long[] descending(float[] scores, String stage) {
        long[] order = new long[scores.length];
        for (int place = 0; place < scores.length; place++) {
            float score = scores[place];
            if (Float.isNaN(score)) {
                throw new FailedRunException("expected a score for every visual token, found NaN for token " + place
                        + " at the stage " + stage + ": look at the ranker, or try dtype = float32");
            }
            int bits = Float.floatToIntBits(score + 0.0f);
            int rising = bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
            order[place] = (long) (~rising ^ Integer.MIN_VALUE) << 32 | place;
        }
        Arrays.sort(order);
        return order;
    }

    private static int place(long entry) {
        return (int) entry;
    }
}
