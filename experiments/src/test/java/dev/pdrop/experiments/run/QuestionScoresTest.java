// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.experiments.outcome.Judgement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QuestionScoresTest {

    @Test
    void questionsAboutOnePictureAreOneImage() {
        QuestionScores scores = new QuestionScores(List.of("full"), Map.of());
        scores.add(0, Records.said("q1", "first", 0, "ring", 1));
        scores.add(0, Records.said("q2", "first", 0, "ring", 0));
        scores.add(0, Records.said("q3", "second", 0, "ring", 1));

        ImageScores all = scores.all();
        assertThat(all.images()).isEqualTo(2);
        assertThat(all.questions()).isEqualTo(3);
        assertThat(Judgement.accuracies(all, 17).get(0).estimate()).isEqualTo(2 / 3.0);
        assertThat(scores.ofType("color").questions()).isEqualTo(3);
        assertThat(scores.ofType("shape").questions()).isZero();
        assertThat(scores.isTyped()).isTrue();
    }

    @Test
    void replicatesAreMeansOfOneRowInWhateverOrderTheyCome() {
        QuestionScores scores = new QuestionScores(List.of("full", "random"), Map.of());
        scores.add(0, Records.said("q1", "p", 0, "ring", 1));
        scores.add(0, Records.said("q2", "p", 0, "ring", 1));
        for (int replicate : List.of(2, 0, 1, 3)) {
            scores.add(1, Records.said("q2", "p", replicate, "ring", replicate == 0 ? 1 : 0));
            scores.add(1, Records.said("q1", "p", replicate, "ring", replicate < 2 ? 1 : 0));
        }

        assertThat(scores.all().questions()).isEqualTo(2);
        assertThat(Judgement.accuracies(scores.all(), 17).get(1).estimate()).isEqualTo((0.5 + 0.25) / 2);

        ScoreTally tally = new ScoreTally(Unreduced.none(), new YesNoQuestions(Map.of()));
        for (int replicate : List.of(2, 0, 1)) {
            tally.add(Records.said("q1", "p", replicate, "ring", replicate == 0 ? 1 : 0));
            tally.add(Records.said("q2", "p", replicate, "broken", "", 0, List.of()));
        }
        assertThat(tally.examples()).isEqualTo(2);
        assertThat(tally.replicates()).isEqualTo(3);
        assertThat(tally.failures()).as("questions, not answers").isEqualTo(1);
        assertThat(tally.accuracy()).isEqualTo(1 / 6.0);
    }
}
