// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.quality.VisionNeed;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.experiments.outcome.Judgement;
import dev.pdrop.experiments.outcome.PartResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Accuracies on the questions that need their picture, and on those that do not: an arm that was shown no picture says
 * which. Without such an arm there are no parts.
 */
final class VisionParts {

    private VisionParts() {}

    /**
     * Both parts, arm by arm.
     *
     * @param arms names, in the order of the scores
     * @param scores of all questions
     * @param seed of the experiment
     */
    static List<PartResult> of(List<String> arms, QuestionScores scores, long seed) {
        OptionalInt blind = scores.blindArm();
        if (blind.isEmpty()) {
            return List.of();
        }
        List<Estimate> needed = accuracies(scores, blind.getAsInt(), VisionNeed.NEEDED, seed);
        List<Estimate> notNeeded = accuracies(scores, blind.getAsInt(), VisionNeed.NOT_NEEDED, seed);
        List<PartResult> parts = new ArrayList<>();
        for (int arm = 0; arm < arms.size(); arm++) {
            if (arm != blind.getAsInt()) {
                parts.add(PartResult.of(arms.get(arm), PartResult.NEEDED, needed.get(arm)));
                parts.add(PartResult.of(arms.get(arm), PartResult.NOT_NEEDED, notNeeded.get(arm)));
            }
        }
        return parts;
    }

    private static List<Estimate> accuracies(QuestionScores scores, int blind, VisionNeed need, long seed) {
        return Judgement.accuracies(scores.where(blind, right -> VisionNeed.of(right) == need), seed);
    }
}
