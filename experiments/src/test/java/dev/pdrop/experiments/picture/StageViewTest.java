// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageRegion;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.Stage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StageViewTest {

    /** Visual tokens 1 to 4 lie side by side; token 0 is of another image, 5 shows nothing. */
    private static final List<ImageRegion> QUARTERS = IntStream.range(0, 4)
            .mapToObj(column -> ImageRegion.whole().cell(0, column, 1, 4))
            .toList();

    private static final ImageView VIEW =
            new ImageView(Image.of("a.png", 4, 1, new byte[12]), List.of(0), true, List.of(1, 2, 3, 4), QUARTERS);

    @Test
    void aTokenIsRankedAmongAllThatCameThoseOfOtherImagesIncluded() {
        StageView stage =
                only(outcome(3, new int[] {0, 1, 2, 3, 4, 5}, Mixture.of(new int[] {0, 2, 5}), 9, 1, 7, 1, 3, 5));

        assertThat(stage.layer()).isEqualTo(3);
        // Of six scores two are the lowest alike: ranks 0 and 1 of 5, each in their middle.
        assertThat(stage.ranked()).extracting(part -> part.rank().orElseThrow()).containsExactly(0.1, 0.8, 0.1, 0.4);
        assertThat(regions(stage.kept())).containsExactly(List.of(QUARTERS.get(1)));
        assertThat(stage.scored()).isTrue();
        assertThat(stage.mixed()).isFalse();
    }

    @Test
    void equalScoresAreAllInTheMiddle() {
        StageView stage = only(outcome(1, new int[] {1, 2}, Mixture.of(new int[] {0}), 5, 5));

        assertThat(stage.ranked()).extracting(part -> part.rank().orElseThrow()).containsExactly(0.5, 0.5);
        assertThat(only(outcome(1, new int[] {4}, Mixture.of(new int[] {0}), 5)).ranked())
                .extracting(part -> part.rank().orElseThrow())
                .containsExactly(0.5);
    }

    @Test
    void withoutScoresNothingHasARank() {
        StageView stage = only(outcome(1, new int[] {1, 2, 3}, Mixture.of(new int[] {0, 1})));

        assertThat(stage.scored()).isFalse();
        assertThat(stage.ranked()).hasSize(3).allMatch(part -> part.rank().isEmpty());
    }

    /** 1 and 2 become one at 2; then that one and 3 become one at 3, which stays alone. */
    @Test
    void whatWasMixedInGoesOnStandingWhereItWas() {
        Mixture pairs = new Mixture(
                new int[] {1, 2, 3}, new int[][] {{0, 1}, {2}, {3}}, new float[][] {{0.5f, 0.5f}, {1}, {1}});
        Mixture again = new Mixture(new int[] {1}, new int[][] {{0, 1}}, new float[][] {{0.5f, 0.5f}});
        List<StageView> stages = StageView.of(
                VIEW,
                List.of(outcome(0, new int[] {1, 2, 3, 4}, pairs), outcome(2, new int[] {2, 3, 4}, again, 3, 2, 1)));

        assertThat(regions(stages.get(0).kept()))
                .containsExactly(QUARTERS.subList(0, 2), QUARTERS.subList(2, 3), QUARTERS.subList(3, 4));
        assertThat(stages.get(0).mixed()).isTrue();
        assertThat(regions(stages.get(1).ranked()))
                .isEqualTo(regions(stages.get(0).kept()));
        assertThat(regions(stages.get(1).kept())).containsExactly(QUARTERS.subList(0, 3));
    }

    private static List<List<ImageRegion>> regions(List<Part> parts) {
        return parts.stream().map(Part::regions).toList();
    }

    private static StageView only(StageOutcome outcome) {
        return StageView.of(VIEW, List.of(outcome)).get(0);
    }

    private static StageOutcome outcome(int layer, int[] before, Mixture mixture, float... scores) {
        return new StageOutcome(Stage.keep(layer, mixture.visualTokens()), before, mixture, scores, Double.NaN);
    }
}
