// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualToken;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranks as another ranker does, and puts the rows that a model inserts between rows of visual tokens, such as the image
 * newlines of LLaVA-NeXT, before all others: they stay as long as the schedule leaves room for them, and are counted
 * among what stays. Official code ranks them like any other visual token.
 *
 * @param ranker the other ranker; equal ones give equal ones of this kind, which share verdicts
 */
public record SeparatorKeepingRanker(TokenRanker ranker) implements TokenRanker {

    /**
     * A ranker.
     *
     * @throws InvalidMethodException if the other ranker chooses or merges tokens itself, so that nothing can be put
     *     first
     */
    public SeparatorKeepingRanker {
        if (!ranker.givesScores()) {
            throw new InvalidMethodException("expected a ranker that gives scores where newlines = keep, found one that"
                    + " chooses tokens itself: leave newlines out, or choose another ranker");
        }
    }

    @Override
    public Set<Capture> needs(Point at) {
        return ranker.needs(at);
    }

    /**
     * The same scores; those of separators are raised above all others of their example, in the order that they had.
     *
     * @throws InvalidMethodException if the other ranker gives no scores
     */
    @Override
    public Ranking rank(RankingContext context) {
        if (!(ranker.rank(context) instanceof Ranking.Scores scores)) {
            throw new InvalidMethodException("expected scores to put image newlines first " + context.point()
                    + ", found a ranker that chooses tokens itself though it says that it gives scores: correct its"
                    + " givesScores(), or leave newlines = keep out");
        }
        float[] values = scores.values().toFloatArray();
        int visualTokens = context.visualTokens();
        for (int example = 0; example < context.batch(); example++) {
            raise(values, example * visualTokens, context.origins(example));
        }
        NDArray raised = context.manager().create(values, scores.values().getShape());
        return new Ranking.Scores(raised);
    }

    /** In steps that float32 can tell at that size, whatever the scores are; equal ones stay equal, NaN stays NaN. */
    private static void raise(float[] values, int from, List<VisualToken> origins) {
        float highest = Float.NEGATIVE_INFINITY;
        TreeSet<Float> separators = new TreeSet<>();
        for (int i = 0; i < origins.size(); i++) {
            if (isSeparator(origins.get(i))) {
                separators.add(values[from + i]);
            } else {
                highest = Math.max(highest, values[from + i]);
            }
        }
        float base = Float.isFinite(highest) ? highest : 0;
        float step = Math.max(1, 2 * Math.ulp(Math.abs(base) + separators.size()));
        for (int i = 0; i < origins.size(); i++) {
            if (isSeparator(origins.get(i)) && !Float.isNaN(values[from + i])) {
                values[from + i] =
                        base + step * (separators.headSet(values[from + i]).size() + 1);
            }
        }
    }

    private static boolean isSeparator(VisualToken token) {
        return token.column() == VisualToken.SEPARATOR;
    }

    @Override
    public boolean looksAtText() {
        return ranker.looksAtText();
    }
}
