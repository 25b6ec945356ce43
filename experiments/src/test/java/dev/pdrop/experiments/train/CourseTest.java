// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.Method;
import dev.pdrop.experiments.train.course.Course;
import dev.pdrop.experiments.train.course.LessonCourse;
import dev.pdrop.experiments.train.course.PatchCourse;
import dev.pdrop.experiments.train.data.PatchVocabulary;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.experiments.train.data.WholeSet;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.HandleLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that fails half-way leaves nothing open. */
final class CourseTest {

    @TempDir
    private Path folder = Path.of("");

    /** Fails when it is asked. */
    private record Failing() implements TokenRanker {
        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            throw new IllegalStateException("a ranker that fails");
        }

        @Override
        public boolean looksAtText() {
            return false;
        }
    }

    @Test
    void ofAnswersWhoseRankerFails() throws IOException {
        Method method = new Method(Optional.of(new Failing()), new Half(), PositionPolicy.CONTIGUOUS);
        try (ToyModel toy = ToyModel.in(folder);
                Course course = new LessonCourse(toy.backbone(), Optional.of(method), 17, Optional.empty())) {
            assertNothingLeft(toy, course, "a ranker that fails");
        }
    }

    @Test
    void ofPatchesThatNobodyDescribes() throws IOException {
        try (ToyModel toy = ToyModel.in(folder);
                Course course = PatchCourse.tower(
                        toy.backbone(),
                        PatchVocabulary.of(
                                toy.questions(),
                                toy.backbone().geometry().vision().visualTokens(),
                                Optional.empty(),
                                List.of(),
                                "leave it out"))) {
            assertNothingLeft(toy, course, "a batch without targets for its patches");
        }
    }

    private static void assertNothingLeft(ToyModel toy, Course course, String failure) {
        TrainingBatch batch = batch(toy);
        HandleLeaks leaks;
        try (VisualFeatures features = toy.backbone().encode(batch.images(), Set.of())) {
            leaks = HandleLeaks.watch(
                    HandleLeaks.root(features.of(batch.images().get(0))));
        }
        assertThatThrownBy(() -> course.forward(batch, 0, 0)).hasMessage(failure);
        leaks.assertNone();
    }

    private static TrainingBatch batch(ToyModel toy) {
        List<TrainingBatch> batches = new ArrayList<>();
        WholeSet.handOn(toy.questions(), toy.lessons(2), 4, batches::add);
        return batches.get(0);
    }
}
