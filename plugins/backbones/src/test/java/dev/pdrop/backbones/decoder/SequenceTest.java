// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualToken;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows 0 1 | v0 v1 v2 | 5 | v3 v4 | 8 9: two images with text before, between and after them. */
class SequenceTest {

    private static final Image IMAGE = Image.of("dot", 1, 1, new byte[3]);

    private static final Prompt PROMPT = new Prompt(
            new int[10],
            List.of(new ImageSpan(0, 2, 3), new ImageSpan(1, 6, 2)),
            Collections.nCopies(5, new VisualToken(0, 0, 0, 0)),
            List.of(IMAGE, IMAGE),
            List.of());

    private static final Sequence WHOLE = Sequence.of(List.of(PROMPT, PROMPT));

    @Test
    void knowsTheVisualTokens() {
        assertThat(WHOLE.visualTokens()).isEqualTo(5);
        assertThat(WHOLE.visualRows(0)).containsExactly(2, 3, 4, 6, 7);
        assertThat(WHOLE.visualIndices(1)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void leavesTextAndWhatIsKept() {
        Sequence left = keep(PositionPolicy.ORIGINAL, new int[] {1, 3}, new int[] {0, 4});
        assertThat(left.tokens()).isEqualTo(7);
        assertThat(left.visualIndices(0)).containsExactly(1, 3);
        assertThat(left.visualRows(0)).containsExactly(2, 4);
        assertThat(left.visualIndices(1)).containsExactly(0, 4);
    }

    @Test
    void keepsGapsInOriginalPositionsAndGoesOnAtTheOriginalLength() {
        Sequence left = keep(PositionPolicy.ORIGINAL, new int[] {1, 3}, new int[] {0, 4})
                .with(2);
        assertThat(left.positions(0)).containsExactly(0, 1, 3, 5, 6, 8, 9, 10, 11);
        assertThat(left.positions(1)).containsExactly(0, 1, 2, 5, 7, 8, 9, 10, 11);
    }

    @Test
    void renumbersContiguousPositionsAndGoesOnThere() {
        Sequence left = keep(PositionPolicy.CONTIGUOUS, new int[] {1, 3}, new int[] {0, 4})
                .with(1);
        assertThat(left.positions(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(left.positions().next()).containsExactly(8, 8);
    }

    @Test
    void countsPlacesAmongTheTokensThatAreLeft() {
        Sequence once = keep(PositionPolicy.ORIGINAL, new int[] {1, 3, 4}, new int[] {0, 1, 4});
        Retention again = new Retention(new int[][] {{1}, {2}});
        Sequence twice = once.only(once.rowsLeft(again), PositionPolicy.ORIGINAL);
        assertThat(twice.visualIndices(0)).containsExactly(3);
        assertThat(twice.visualIndices(1)).containsExactly(4);
        assertThat(twice.positions(1)).containsExactly(0, 1, 5, 7, 8, 9);
    }

    @Test
    void namesRowsBeforeAndAfterADrop() {
        assertThat(WHOLE.rowsOf(Queries.Named.LAST_PROMPT_TOKEN)[0]).containsExactly(9);
        assertThat(WHOLE.rowsOf(Queries.Named.TEXT_AFTER_IMAGE)[0]).containsExactly(8, 9);
        assertThat(WHOLE.rowsOf(Queries.Named.FROM_IMAGE)[0]).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(WHOLE.rowsOf(new Queries.Rows(List.of(1, 5)))[0]).containsExactly(1, 5);

        Sequence left = keep(PositionPolicy.CONTIGUOUS, new int[] {3}, new int[] {0});
        assertThat(left.rowsOf(Queries.Named.ALL)[0]).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(left.rowsOf(Queries.Named.TEXT_AFTER_IMAGE)[0]).containsExactly(4, 5);
        assertThat(left.rowsOf(Queries.Named.FROM_IMAGE)[0]).containsExactly(2, 3, 4, 5);
        assertThat(left.rowsOf(new Queries.Rows(List.of(1, 5)))).isEqualTo(new int[][] {{1, 2}, {1, 3}});
    }

    @Test
    void countsAppendedRowsAsText() {
        Sequence longer =
                keep(PositionPolicy.CONTIGUOUS, new int[] {3}, new int[] {0}).with(2);
        assertThat(longer.rowsOf(Queries.Named.TEXT_AFTER_IMAGE)[0]).containsExactly(4, 5, 6, 7);
        assertThat(longer.rowsOf(Queries.Named.LAST_PROMPT_TOKEN)[0]).containsExactly(7);
        assertThat(longer.visualTokens()).isEqualTo(1);
    }

    @Test
    void takesTheLastRowWhereThereIsNoImage() {
        Sequence text = Sequence.of(List.of(new Prompt(new int[3], List.of(), List.of(), List.of(), List.of())));
        assertThat(text.rowsOf(Queries.Named.TEXT_AFTER_IMAGE)[0]).containsExactly(2);
        assertThat(text.rowsOf(Queries.Named.FROM_IMAGE)[0]).containsExactly(2);
        assertThat(text.visualRows(0)).isEmpty();
    }

    @Test
    void takesTheLastRowWhereNoTextFollowsTheImage() {
        Sequence ends = Sequence.of(List.of(new Prompt(
                new int[3],
                List.of(new ImageSpan(0, 1, 2)),
                Collections.nCopies(2, new VisualToken(0, 0, 0, 0)),
                List.of(IMAGE),
                List.of())));
        assertThat(ends.rowsOf(Queries.Named.TEXT_AFTER_IMAGE)[0]).containsExactly(2);
        Retention first = new Retention(new int[][] {{0}});
        assertThat(ends.only(ends.rowsLeft(first), PositionPolicy.ORIGINAL)
                        .with(1)
                        .positions(0))
                .containsExactly(0, 1, 3);
    }

    @Test
    void refusesRowsThatAreNoText() {
        assertThatThrownBy(() -> WHOLE.rowsOf(new Queries.Rows(List.of(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("row 3 is no text row");
        assertThatThrownBy(() -> WHOLE.rowsOf(new Queries.Rows(List.of(10))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesPromptsOfDifferentLayouts() {
        Prompt text = new Prompt(new int[10], List.of(), List.of(), List.of(), List.of());
        assertThatThrownBy(() -> Sequence.of(List.of(PROMPT, text))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sequence.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sequence keep(PositionPolicy policy, int[]... kept) {
        return WHOLE.only(WHOLE.rowsLeft(new Retention(kept)), policy);
    }

    /* A prefix of five rows, rows 1 to 3 an image, and segments of two and three rows. */
    private static Sequence packed() {
        Prompt prompt = new Prompt(
                        new int[10],
                        List.of(new ImageSpan(0, 1, 3)),
                        Collections.nCopies(3, new VisualToken(0, 0, 0, 0)),
                        List.of(IMAGE),
                        List.of())
                .with(new Lesson(
                        new int[] {-1, -1, -1, -1, -1, 7, 8, -1, 9, -1}, new int[] {0, 0, 0, 0, 0, 1, 1, 2, 2, 2}));
        return Sequence.of(List.of(prompt));
    }

    @Test
    void segmentsGoOnWhereThePrefixStops() {
        assertThat(packed().positions(0)).containsExactly(0, 1, 2, 3, 4, 5, 6, 5, 6, 7);
        assertThat(packed().learningRows()).containsExactly(5, 6, 8);
        assertThat(packed().rowsOf(Queries.Named.LAST_PROMPT_TOKEN)).isDeepEqualTo(new int[][] {{5, 8}});
    }

    @Test
    void segmentsAreCutWithTheTokens() {
        Retention kept = new Retention(new int[][] {{1}});
        int[][] rows = packed().rowsLeft(kept);
        Sequence original = packed().only(rows, PositionPolicy.ORIGINAL);
        assertThat(original.positions(0)).containsExactly(0, 2, 4, 5, 6, 5, 6, 7);
        Sequence contiguous = packed().only(rows, PositionPolicy.CONTIGUOUS);
        assertThat(contiguous.positions(0)).containsExactly(0, 1, 2, 3, 4, 3, 4, 5);
        assertThat(contiguous.segments()).isDeepEqualTo(new int[][] {{0, 0, 0, 1, 1, 2, 2, 2}});
        assertThat(contiguous.learningRows()).containsExactly(3, 4, 6);
        assertThat(contiguous.rowsOf(Queries.Named.LAST_PROMPT_TOKEN)).isDeepEqualTo(new int[][] {{3, 6}});
    }

    @Test
    void allPromptsOfABatchTeachOrNoneDoes() {
        Prompt lesson = PROMPT.with(new Lesson(new int[10], new int[10]));
        assertThatThrownBy(() -> Sequence.of(List.of(PROMPT, lesson))).isInstanceOf(IllegalArgumentException.class);
    }
}
