// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import dev.pdrop.engine.StageOutcome;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the scores of a stage lie.
 *
 * @param lowest of all that were ranked
 * @param median the upper one of two
 * @param highest of all that were ranked
 */
public record ScoreSpan(double lowest, double median, double highest) {

    /** Those of a stage; empty if its ranker gave none. */
    public static Optional<ScoreSpan> of(StageOutcome stage) {
        float[] scores = stage.scores();
        if (scores.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(scores);
        return Optional.of(new ScoreSpan(scores[0], scores[scores.length / 2], scores[scores.length - 1]));
    }
}
