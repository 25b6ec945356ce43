// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How an arm's answers differ from those of the unreduced arm to the same questions.
 *
 * <p>The same accuracy may hide many flips that even out, and loyalty counts wrong answers that stayed as well.
 *
 * @param bothRight questions that both arms get right
 * @param rightToWrong questions that the arm gets wrong and the unreduced one right
 * @param wrongToRight the other way round
 * @param bothWrong questions that both arms get wrong
 * @param same questions with the same answer, right or wrong
 */
public record Flips(int bothRight, int rightToWrong, int wrongToRight, int bothWrong, int same) {

    /**
     * One question's answers.
     *
     * @param unreducedRight whether the unreduced arm is right
     * @param right whether the arm is right
     * @param same whether they say the same
     */
    public record Pair(boolean unreducedRight, boolean right, boolean same) {}

    /** Counts. */
    public static Flips of(List<Pair> pairs) {
        int[] counts = new int[4];
        int same = 0;
        for (Pair pair : pairs) {
            counts[(pair.unreducedRight ? 0 : 2) + (pair.right ? 0 : 1)]++;
            same += pair.same ? 1 : 0;
        }
        return new Flips(counts[0], counts[1], counts[2], counts[3], same);
    }

    /** Questions that both arms were asked. */
    public int questions() {
        return bothRight + rightToWrong + wrongToRight + bothWrong;
    }

    /** The share of questions with the same answer. */
    public OptionalDouble loyalty() {
        return Shares.of(same, questions());
    }

    /** The share of questions whose answer turned from right to wrong or back. */
    public OptionalDouble flipRate() {
        return Shares.of(rightToWrong + wrongToRight, questions());
    }
}
