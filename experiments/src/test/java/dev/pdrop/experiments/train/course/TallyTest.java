// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.train.course.Tally.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {

    @Test
    void anImageIsOneWhateverItsQuestionsAndBatches() {
        Tally tally = new Tally();
        tally.add(List.of("a"), "color", 1, 1);
        tally.add(List.of("a"), "shape", 0, 2);
        tally.add(List.of("b"), "color", 0, 1);
        // The rest of the questions on the first image came in another batch.
        tally.add(List.of("a"), "color", 2, 3);
        assertThat(tally.overall()).containsExactly(new Count(3, 6), new Count(0, 1));
        assertThat(tally.byType())
                .containsEntry("color", List.of(new Count(3, 4), new Count(0, 1)))
                .containsEntry("shape", List.of(new Count(0, 2)))
                .hasSize(2);
    }
}
