// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.util.Set;

/**
 * Keeps what another ranker would drop first: the control that tells whether its scores mean anything. Ties go to the
 * lower place, as they do with the other ranker.
 *
 * @param ranker the other ranker; equal ones give equal reversed ones, which share verdicts
 */
public record ReversedRanker(TokenRanker ranker) implements TokenRanker {

    @Override
    public Set<Capture> needs(Point at) {
        return ranker.needs(at);
    }

    /**
     * The same scores with the opposite sign.
     *
     * @throws InvalidMethodException if the other ranker gives no scores but chooses itself
     */
    @Override
    public Ranking rank(RankingContext context) {
        if (ranker.rank(context) instanceof Ranking.Scores scores) {
            return new Ranking.Scores(scores.values().neg());
        }
        throw new InvalidMethodException("expected scores to turn round for the control bottom-k " + context.point()
                + ", found a ranker that chooses tokens itself though it says that it gives scores: correct its"
                + " givesScores(), or leave bottom-k out, such as with controls = [full, random, uniform]");
    }

    @Override
    public boolean looksAtText() {
        return ranker.looksAtText();
    }
}
