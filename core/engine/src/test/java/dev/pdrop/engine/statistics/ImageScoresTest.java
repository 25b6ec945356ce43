// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageScoresTest {

    @Test
    void averagesReplicatesInsideAQuestionAndSumsOverTheImage() {
        ImageScores scores = ImageScores.of(List.of("full", "random"))
                .add("a", List.of(new double[] {1}, new double[] {1, 0, 0.5, 1, 0}))
                .add("b", List.of(new double[] {0}, new double[] {0, 0, 0, 0, 1}))
                .add("a", List.of(new double[] {1}, new double[] {0, 0, 0, 0, 0}))
                .build();
        assertThat(scores.images()).isEqualTo(2);
        assertThat(scores.questions()).isEqualTo(3);
        assertThat(scores.replicates("full")).isEqualTo(1);
        assertThat(scores.replicates("random")).isEqualTo(5);
        assertThat(scores.sizes()).containsExactly(2, 1);
        assertThat(scores.accuracy("full").estimate()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(scores.accuracy("random").estimate()).isCloseTo(0.7 / 3, within(1e-15));
        assertThat(scores.difference("full", "random").estimate()).isCloseTo(1.3 / 3, within(1e-15));
    }

    @Test
    void saysWhatIsWrongWithScores() {
        ImageScores.Builder scores = ImageScores.of(List.of("full", "random"));
        scores.add("a", List.of(new double[] {1}, new double[] {1, 0}));
        assertThatThrownBy(() -> scores.add("b", List.of(new double[] {1})))
                .hasMessage("expected scores of 2 arms, found 1 for a question about b");
        assertThatThrownBy(() -> scores.add("b", List.of(new double[] {1}, new double[] {1})))
                .hasMessage("expected 2 scores of the arm 'random', found 1 for a question about b");
        assertThatThrownBy(() -> scores.add("b", List.of(new double[] {Double.NaN}, new double[] {1, 1})))
                .hasMessage("expected scores from 0 to 1, found NaN of the arm 'full' for a question about b");
        assertThatThrownBy(() -> scores.add("b", List.of(new double[0], new double[] {1, 1})))
                .hasMessage("expected 1 scores of the arm 'full', found 0 for a question about b");
        assertThatThrownBy(() -> scores.build().accuracy("fll"))
                .hasMessage("expected one of the arms [full, random], found 'fll'");
        assertThatThrownBy(() -> ImageScores.of(List.of("full", "full")))
                .hasMessage("expected arms of different names, found [full, full]");
        assertThat(scores.build().questions())
                .as("what was refused is not counted")
                .isEqualTo(1);
    }
}
