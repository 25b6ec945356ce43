// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifficultyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 3 | 7 | 0.8 | 12 | grid must be 6, 9, 12, .. 24, was 7",
                "27 | 3 | 7 | 0.8 | 12 | grid must be 6, 9, 12, .. 24, was 27",
                "6 | 2 | 7 | 0.8 | 12 | min-things must be at least 3, was 2",
                "6 | 5 | 4 | 0.8 | 12 | max-things must be from min-things (5) to 12, was 4",
                "6 | 3 | 13 | 0.8 | 12 | max-things must be from min-things (3) to 12, was 13",
                "6 | 3 | 7 | 1.5 | 12 | boxes must be from 0 to 1, was 1.5",
                "6 | 3 | 7 | 0.8 | 31 | jitter must be from 0 to 30, was 31",
            })
    void refusesWhatCannotBeMade(int grid, int least, int most, double boxes, int jitter, String complaint) {
        assertThatThrownBy(
                        () -> new Difficulty(grid, least, most, boxes, 0.4, 0.6, 0.6, 0.9, jitter, 5, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    @Test
    void asksAboutSomeSideAndAboutNoneTwice() {
        assertThatThrownBy(() -> sides(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("directions must not be empty");
        assertThatThrownBy(() -> sides(List.of(Direction.LEFT, Direction.LEFT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("directions must differ, were [LEFT, LEFT]");
        // In whatever order they are set, the same questions are asked.
        assertThat(sides(List.of(Direction.BELOW, Direction.LEFT)).sides())
                .containsExactly(Direction.LEFT, Direction.BELOW);
        assertThat(GlyphSettings.DIFFICULTY.sides()).isEqualTo(Direction.ALL);
    }

    private static Difficulty sides(List<Direction> sides) {
        return new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 5, Optional.of(sides));
    }

    @Test
    void aDataSetAsksAtLeastOneQuestionOfAType() {
        List<QuestionType> twice = List.of(QuestionType.BAR, QuestionType.BAR);
        assertThatThrownBy(() -> config(0, 4, 0, GlyphSettings.EVERY_TYPE))
                .hasMessage("count must be at least 1, was 0");
        assertThatThrownBy(() -> config(1, 17, 0, GlyphSettings.EVERY_TYPE))
                .hasMessage("questions-per-image must be from 1 to 16, was 17");
        assertThatThrownBy(() -> config(1, 4, -1, GlyphSettings.EVERY_TYPE))
                .hasMessage("first-image must be from 0 to 2^62, was -1");
        assertThatThrownBy(() -> config(1, 4, 0, List.of())).hasMessage("types must not be empty");
        assertThatThrownBy(() -> config(1, 4, 0, twice)).hasMessage("types must differ, were [BAR, BAR]");
    }

    private static GlyphVqaDataset.Config config(long count, int perImage, long first, List<QuestionType> types) {
        return new GlyphVqaDataset.Config(Split.TEST, 1, count, perImage, first, types, GlyphSettings.DIFFICULTY);
    }
}
