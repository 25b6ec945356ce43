// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.train.course.LessonCourse;
import dev.pdrop.experiments.train.course.Tally;
import dev.pdrop.experiments.train.course.Tally.Count;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a toy model is asked, and by which images it counts. */
final class ExaminationTest {

    @TempDir
    private Path folder = Path.of("");

    /** Keeps the first half, and remembers the first random number of each example. */
    private record Remembering(boolean looksAtText, List<Long> drawn) implements TokenRanker {
        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            int[][] kept = new int[context.batch()][];
            for (int example = 0; example < kept.length; example++) {
                drawn.add(context.random(example).nextLong());
                kept[example] = IntStream.range(0, context.keep()).toArray();
            }
            return new Ranking.Selection(kept);
        }
    }

    /** 40 questions on ten images. */
    @Test
    void aRankerThatDoesNotLookAtTextDrawsForEachImageTheSameAndForTwoImagesNot() throws IOException {
        List<Long> alone = drawn(false, 1, 1);
        assertThat(alone).hasSize(40);
        assertThat(new HashSet<>(alone)).hasSize(10);
        // Whatever is examined together.
        assertThat(new HashSet<>(drawn(false, 3, 4))).isEqualTo(new HashSet<>(alone));
    }

    @Test
    void aRankerThatLooksAtTextDrawsForEachQuestionAnew() throws IOException {
        assertThat(drawn(true, 4, 1)).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void anImageWhoseQuestionsComeInSeveralSequencesIsOne() throws IOException {
        Tally tally = tally(new Remembering(false, new ArrayList<>()), 4, 3);
        assertThat(tally.overall()).hasSize(10).extracting(Count::asked).containsOnly(4);
        Examination examination = Examination.of("tuning", 1, tally);
        assertThat(examination.overall()).isEqualTo(Score.of(tally.overall()));
        assertThat(examination.byType().values().stream().mapToInt(Score::asked).sum())
                .isEqualTo(40);
    }

    private List<Long> drawn(boolean looksAtText, int batchSize, int questions) throws IOException {
        Remembering ranker = new Remembering(looksAtText, new ArrayList<>());
        tally(ranker, batchSize, questions);
        return ranker.drawn();
    }

    private Tally tally(TokenRanker ranker, int batchSize, int questions) throws IOException {
        Method method = new Method(Optional.of(ranker), new Half(), PositionPolicy.CONTIGUOUS);
        try (ToyModel toy = ToyModel.in(folder);
                LessonCourse course = new LessonCourse(toy.backbone(), Optional.of(method), 17, Optional.empty())) {
            return Asking.all(course, toy.questions(), toy.lessons(batchSize), questions, new Stop())
                    .orElseThrow();
        }
    }
}
