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
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.VisualToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows 0 1 | an image of 2 x 3 | 8 | one of 3 x 1 | 12 13: positions in time, row and column. */
class GridNumberingTest {

    private static final Image IMAGE = Image.of("dot", 1, 1, new byte[3]);
    private static final Prompt PROMPT = prompt(new int[][] {{2, 3}, {3, 1}});

    /** Two words, then images with a word between them, then two words. */
    private static Prompt prompt(int[][] grids) {
        List<ImageSpan> spans = new ArrayList<>();
        List<VisualToken> tokens = new ArrayList<>();
        int row = 2;
        for (int image = 0; image < grids.length; image++) {
            int count = grids[image][0] * grids[image][1];
            spans.add(new ImageSpan(image, row, count));
            for (int token = 0; token < count; token++) {
                tokens.add(new VisualToken(image, 0, token / grids[image][1], token % grids[image][1]));
            }
            row += count + 1;
        }
        return new Prompt(new int[row + 1], spans, tokens, List.of(IMAGE, IMAGE), List.of());
    }

    private static Sequence keep(PositionPolicy policy, int... kept) {
        Sequence whole = Sequence.of(List.of(PROMPT), Optional.of(Clock.STEPS));
        return whole.only(whole.rowsLeft(new Retention(new int[][] {kept})), policy);
    }

    @Test
    void placesVisualTokensByTimeRowAndColumn() {
        Sequence whole = Sequence.of(List.of(PROMPT), Optional.of(Clock.STEPS)).with(1);
        int[][] axes = whole.positions().of(0);
        assertThat(axes[0]).containsExactly(0, 1, 2, 2, 2, 2, 2, 2, 5, 6, 6, 6, 9, 10, 11);
        assertThat(axes[1]).containsExactly(0, 1, 2, 2, 2, 3, 3, 3, 5, 6, 7, 8, 9, 10, 11);
        assertThat(axes[2]).containsExactly(0, 1, 2, 3, 4, 2, 3, 4, 5, 6, 6, 6, 9, 10, 11);
        assertThat(whole.positions().next()).containsExactly(12);
    }

    @Test
    void originalPositionsStayAndGoOnWhereThePromptEnded() {
        int[][] axes =
                keep(PositionPolicy.ORIGINAL, 1, 3, 7).with(1).positions().of(0);
        assertThat(axes[0]).containsExactly(0, 1, 2, 2, 5, 6, 9, 10, 11);
        assertThat(axes[1]).containsExactly(0, 1, 2, 3, 5, 7, 9, 10, 11);
        assertThat(axes[2]).containsExactly(0, 1, 3, 2, 5, 6, 9, 10, 11);
    }

    @Test
    void contiguousPositionsKeepOffsetsInAnImageAndGoOnBehindTheLargestLeft() {
        int[][] axes =
                keep(PositionPolicy.CONTIGUOUS, 1, 3, 7).with(1).positions().of(0);
        assertThat(axes[0]).containsExactly(0, 1, 2, 2, 4, 5, 7, 8, 9);
        assertThat(axes[1]).containsExactly(0, 1, 2, 3, 4, 6, 7, 8, 9);
        assertThat(axes[2]).containsExactly(0, 1, 3, 2, 4, 5, 7, 8, 9);
    }

    @Test
    void anImageOfWhichNothingIsLeftTakesNoPosition() {
        int[][] axes = keep(PositionPolicy.CONTIGUOUS, 6).positions().of(0);
        assertThat(axes[0]).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(keep(PositionPolicy.CONTIGUOUS).positions().of(0)[2]).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void nothingChangesWhereNothingIsDropped() {
        int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        Sequence whole = Sequence.of(List.of(PROMPT), Optional.of(Clock.STEPS));
        for (PositionPolicy policy : PositionPolicy.values()) {
            Positions positions = keep(policy, all).positions();
            assertThat(positions.of(0)).isDeepEqualTo(whole.positions().of(0));
            assertThat(positions.next()).isEqualTo(whole.positions().next());
        }
    }

    @Test
    void aSecondDropCountsAnewOrLeavesIdsAlone() {
        Sequence once = keep(PositionPolicy.CONTIGUOUS, 1, 3, 7);
        int[][] last = once.rowsLeft(new Retention(new int[][] {{2}}));
        assertThat(once.only(last, PositionPolicy.CONTIGUOUS).positions().of(0)[1])
                .containsExactly(0, 1, 2, 4, 5, 6);
        assertThat(once.only(last, PositionPolicy.ORIGINAL).positions().of(0)[1])
                .containsExactly(0, 1, 4, 6, 7, 8);
    }

    @Test
    void promptsOfOneLayoutMayGoOnAtDifferentPositions() {
        Sequence batch = Sequence.of(
                List.of(prompt(new int[][] {{1, 6}}), prompt(new int[][] {{2, 3}})), Optional.of(Clock.STEPS));
        assertThat(batch.positions().next()).containsExactly(10, 7);
        assertThat(batch.with(2).positions().of(0)[1]).endsWith(8, 9, 10, 11);
        assertThat(batch.with(2).positions().of(1)[1]).endsWith(5, 6, 7, 8);
        Sequence turned = batch.examples(new int[] {1, 0, 1});
        assertThat(turned.positions().next()).containsExactly(7, 10, 7);
        Retention none = new Retention(new int[3][0]);
        assertThat(turned.only(turned.rowsLeft(new Retention(new int[][] {{5}, {5}, {0}})), PositionPolicy.CONTIGUOUS)
                        .positions()
                        .next())
                .containsExactly(7, 10, 5);
        assertThat(turned.only(turned.rowsLeft(none), PositionPolicy.CONTIGUOUS)
                        .positions()
                        .next())
                .containsExactly(4, 4, 4);
    }

    @Test
    void lessonsHaveOneAxis() {
        Prompt lesson = PROMPT.with(new Lesson(new int[PROMPT.length()], new int[PROMPT.length()]));
        assertThatThrownBy(() -> Sequence.of(List.of(lesson), Optional.of(Clock.STEPS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lessons are numbered on one axis, not on three");
    }
}
