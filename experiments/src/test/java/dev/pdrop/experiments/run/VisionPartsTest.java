// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.outcome.PartResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VisionPartsTest {

    private static final List<String> ARMS = List.of("text-only", "full", "half");

    /** Three questions on two pictures; without pictures the first is answered right. */
    @Test
    void areChosenByTheArmThatSawNoPicture() {
        QuestionScores scores = new QuestionScores(ARMS, Map.of("q1", "p", "q2", "p", "q3", "other"));
        scores.add(0, Records.blind("q1", 1));
        scores.add(0, Records.blind("q2", 0));
        scores.add(0, Records.blind("q3", 0));
        for (String question : List.of("q1", "q2", "q3")) {
            scores.add(1, Records.said(question, "p", 0, "ring", 1));
            scores.add(2, Records.said(question, "p", 0, "ring", question.equals("q2") ? 0 : 1));
        }

        assertThat(scores.all().images())
                .as("pictures are those of the unreduced arm, not those that the first arm was shown")
                .isEqualTo(2);
        assertThat(VisionParts.of(ARMS, scores, 17))
                .containsExactly(
                        new PartResult("full", PartResult.NEEDED, 2, 2, 1, Optional.empty()),
                        new PartResult("full", PartResult.NOT_NEEDED, 1, 1, 1, Optional.empty()),
                        new PartResult("half", PartResult.NEEDED, 2, 2, 0.5, Optional.empty()),
                        new PartResult("half", PartResult.NOT_NEEDED, 1, 1, 1, Optional.empty()));
    }

    @Test
    void thereAreNoneIfEveryArmSawPicturesOrNoQuestionHasOne() {
        QuestionScores seeing = new QuestionScores(List.of("full"), Map.of());
        seeing.add(0, Records.said("q1", "p", 0, "ring", 1));
        assertThat(VisionParts.of(List.of("full"), seeing, 17)).isEmpty();

        QuestionScores without = new QuestionScores(List.of("full"), Map.of());
        without.add(0, Records.blind("q1", 1));
        assertThat(VisionParts.of(List.of("full"), without, 17)).isEmpty();
    }
}
