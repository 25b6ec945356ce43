// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.outcome.PartResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DownsamplingPartsTest {

    private static final List<String> ARMS = List.of("full", "half", "smaller");

    /**
     * Five questions on two pictures: two that the smaller picture gets wrong, two that it gets right, one in neither.
     */
    @Test
    void areChosenByTheUnreducedArmAndTheOneWithSmallerPictures() {
        Map<String, String> pictures = Map.of("q1", "p", "q2", "p", "q3", "other", "q4", "other", "q5", "p");
        QuestionScores scores = new QuestionScores(ARMS, pictures);
        double[][] each = {{1, 1, 0}, {1, 0, 0}, {1, 1, 1}, {1, 1, 1}, {0, 1, 1}};
        for (int question = 0; question < each.length; question++) {
            for (int arm = 0; arm < ARMS.size(); arm++) {
                scores.add(arm, Records.said("q" + (question + 1), "seen", 0, "ring", each[question][arm]));
            }
        }

        assertThat(DownsamplingParts.of(ARMS, scores, 0, 2, 17))
                .containsExactly(
                        new PartResult("half", PartResult.GROUP_A, 2, 1, 0.5, Optional.empty()),
                        new PartResult("half", PartResult.GROUP_B, 2, 1, 1, Optional.empty()));
    }
}
