// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Set;

/**
 * Scores the visual tokens that are left at a point; higher stays.
 *
 * <p>Stateless: equal contexts give equal rankings. One published method is one class, with its pseudocode, its source
 * and its deviations.
 */
public interface TokenRanker {

    /**
     * What must have been captured when a stage at this point is reached.
     *
     * @throws InvalidMethodException if it can never be there, such as the attention of a layer before the first
     */
    Set<Capture> needs(Point at);

    /**
     * Ranks the visual tokens that are left; called only where there is at least one.
     *
     * @param context the batch, carrying what {@link #needs} declared
     * @return scores for exactly the visual tokens that are left, a selection among them, or a merge of them
     */
    Ranking rank(RankingContext context);

    /**
     * Whether the verdict depends on the text of the prompt. One that does not is asked once for all questions about
     * the same images, when only they and what stands before them have run; its random numbers are those of the images.
     */
    boolean looksAtText();

    /**
     * Whether every verdict is {@link Ranking.Scores}: an order of all tokens, which can be turned round. One that
     * chooses or merges tokens itself says no, and is controlled without its own ranking reversed.
     */
    default boolean givesScores() {
        return true;
    }
}
