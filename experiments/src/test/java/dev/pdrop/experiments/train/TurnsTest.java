// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.train.data.BatchMaker;
import dev.pdrop.experiments.train.data.LessonMaker;
import dev.pdrop.experiments.train.data.PatchWeights;
import dev.pdrop.experiments.train.data.TrainingBatch;
import dev.pdrop.experiments.train.data.Turns;
import dev.pdrop.experiments.train.data.WholeSet;
import dev.pdrop.spi.Lesson;
import dev.pdrop.spi.Prompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four questions about an image in one sequence, alone, so that nothing is filled up. */
final class TurnsTest {

    private static final int QUESTIONS = 4;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void apartEachQuestionIsASegmentBehindTheImage() throws IOException {
        Lesson lesson = first(Turns.APART).lesson().orElseThrow();
        assertThat(Arrays.stream(lesson.segments()).distinct().toArray()).containsExactly(0, 1, 2, 3, 4);
        assertThat(lesson.askingRows()).hasSize(QUESTIONS);
    }

    /** The image is said once in both, so that the words are the same; only who sees whom is not. */
    @Test
    void inAConversationEachQuestionSeesAllThatWasSaidBeforeIt() throws IOException {
        Prompt apart = first(Turns.APART);
        Prompt conversation = first(Turns.CONVERSATION);
        assertThat(conversation.ids()).isEqualTo(apart.ids());
        assertThat(conversation.layout().spans())
                .hasSize(1)
                .isEqualTo(apart.layout().spans());
        Lesson lesson = conversation.lesson().orElseThrow();
        assertThat(lesson.targets()).isEqualTo(apart.lesson().orElseThrow().targets());
        assertThat(lesson.segments()).containsOnly(0);
    }

    private Prompt first(Turns turns) throws IOException {
        try (ToyModel toy = ToyModel.in(folder)) {
            BatchMaker maker = new BatchMaker(
                    1,
                    Optional.of(new LessonMaker(toy.backbone(), toy.prompt(), turns)),
                    Optional.empty(),
                    new PatchWeights(1, 0));
            List<TrainingBatch> batches = new ArrayList<>();
            WholeSet.handOn(toy.questions(), maker, QUESTIONS, batches::add);
            return batches.get(0).prompts().get(0);
        }
    }
}
