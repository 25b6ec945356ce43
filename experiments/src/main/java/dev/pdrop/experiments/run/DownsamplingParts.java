// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.quality.DownsamplingGroup;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.experiments.outcome.Judgement;
import dev.pdrop.experiments.outcome.PartResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Accuracies on the questions that a smaller picture gets wrong, and on those that it gets right. The unreduced arm and
 * an arm that was shown smaller pictures, nothing dropped, say which; by that they are right or wrong on all of a
 * group, and have no part themselves.
 */
final class DownsamplingParts {

    private DownsamplingParts() {}

    /**
     * Both groups, arm by arm.
     *
     * @param arms names, in the order of the scores
     * @param scores of all questions
     * @param unreduced place of the unreduced arm
     * @param downSampled place of the arm that was shown smaller pictures
     * @param seed of the experiment
     */
    static List<PartResult> of(List<String> arms, QuestionScores scores, int unreduced, int downSampled, long seed) {
        List<Estimate> hard = accuracies(scores, unreduced, downSampled, DownsamplingGroup.A, seed);
        List<Estimate> easy = accuracies(scores, unreduced, downSampled, DownsamplingGroup.B, seed);
        List<PartResult> parts = new ArrayList<>();
        IntStream.range(0, arms.size())
                .filter(arm -> arm != unreduced && arm != downSampled)
                .forEach(arm -> {
                    parts.add(PartResult.of(arms.get(arm), PartResult.GROUP_A, hard.get(arm)));
                    parts.add(PartResult.of(arms.get(arm), PartResult.GROUP_B, easy.get(arm)));
                });
        return parts;
    }

    private static List<Estimate> accuracies(
            QuestionScores scores, int unreduced, int downSampled, DownsamplingGroup group, long seed) {
        return Judgement.accuracies(
                scores.where(unreduced, downSampled, (whole, smaller) -> DownsamplingGroup.of(whole, smaller) == group),
                seed);
    }
}
