// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final Thing RING = new Thing(Colour.RED, Shape.RING, Size.BIG, new Cell(0, 1));
    private static final Thing HEART = new Thing(Colour.BLUE, Shape.HEART, Size.SMALL, new Cell(3, 2));

    @Test
    void equalScenesHaveOneDescriptionWhateverTheOrder() {
        Scene scene = new Scene(6, List.of(RING, HEART), List.of(), Optional.empty());
        Scene turned = new Scene(6, List.of(HEART, RING), List.of(), Optional.empty());

        assertThat(scene.description()).isEqualTo("6 x 6: big red ring at 0/1, small blue heart at 3/2");
        assertThat(turned.description()).isEqualTo(scene.description());
        assertThat(Split.of(turned)).isEqualTo(Split.of(scene));
    }

    /* Few things on few cells, so that different seeds do make equal scenes and the test can fail. */
    @Test
    void noSceneIsInTwoSplitsWhateverTheSeeds() {
        Difficulty tiny = new Difficulty(6, 3, 3, 0, 0, 1, 1, 1, 0, 0, Optional.empty());
        for (Difficulty difficulty : List.of(tiny, GlyphSettings.DIFFICULTY)) {
            Set<String> training = scenes(Split.TRAIN, difficulty, 1, 2, 3);
            Set<String> validation = scenes(Split.VALIDATION, difficulty, 1, 3, 4);
            Set<String> test = scenes(Split.TEST, difficulty, 1, 2, 5);
            assertThat(training).doesNotContainAnyElementsOf(validation).doesNotContainAnyElementsOf(test);
            assertThat(validation).doesNotContainAnyElementsOf(test);
        }
    }

    @Test
    void halfOfAllScenesAreForTraining() {
        int[] sizes = new int[3];
        for (int seed = 0; seed < 4000; seed++) {
            sizes[
                    Split.of(new SceneComposer(GlyphSettings.DIFFICULTY, new SplitMix(seed)).compose())
                            .number()]++;
        }
        assertThat(sizes[0]).isBetween(1850, 2150);
        assertThat(sizes[1]).isBetween(865, 1135);
        assertThat(sizes[2]).isBetween(865, 1135);
    }

    private static Set<String> scenes(Split split, Difficulty difficulty, long... seeds) {
        Set<String> scenes = new HashSet<>();
        List<QuestionType> types = List.of(QuestionType.EXIST, QuestionType.COUNT);
        LongStream.of(seeds)
                .mapToObj(seed -> new Pictures(seed, split, 2, types, difficulty))
                .flatMap(pictures -> LongStream.range(0, 700).mapToObj(pictures::picture))
                .forEach(picture -> scenes.add(picture.scene().description()));
        return scenes;
    }
}
