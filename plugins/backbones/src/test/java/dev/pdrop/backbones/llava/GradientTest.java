// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.pdrop.backbones.llava.Classroom.Drop;
import dev.pdrop.backbones.llava.Classroom.Numbers;
import dev.pdrop.backbones.llava.Classroom.Taught;
import dev.pdrop.backbones.weights.Safetensors;
import dev.pdrop.backbones.weights.Safetensors.Stored;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Gradients against differences of the loss itself, and of packed lessons against lessons alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GradientTest {

    private static final List<Image> IMAGES = List.of(Pictures.noise(1), Pictures.noise(2));

    /* Large against the rounding of a float32 loss, small against what bends it. */
    private static final double LOSS_CHANGE = 3e-3;

    private Classroom classroom;

    @BeforeAll
    void open() {
        classroom = new Classroom("llava_gqa");
    }

    private List<Prompt> about(int image) {
        return List.of(
                classroom.lesson(IMAGES.get(image), "x y z", "q"),
                classroom.lesson(IMAGES.get(image), "y", "z x"),
                classroom.lesson(IMAGES.get(image), "z q", "x y q"));
    }

    private List<Prompt> batch() {
        return List.of(classroom.packed(100, about(0)), classroom.packed(100, about(1)));
    }

    private static List<Drop> drops(PositionPolicy policy) {
        List<int[]> halves = Classroom.every(2, 2).toList();
        List<int[]> again = List.of(new int[] {0, 3, 7, 20, 31}, new int[] {1, 2, 9, 10, 30});
        return List.of(new Drop(2, halves, policy), new Drop(4, again, policy));
    }

    @Test
    void everyGradientIsTheSlopeOfTheLoss() {
        requireSlopes(List.of());
    }

    @Test
    void everyGradientIsTheSlopeOfTheLossWhereTokensAreDropped() {
        requireSlopes(drops(PositionPolicy.CONTIGUOUS));
    }

    private void requireSlopes(List<Drop> drops) {
        Taught taught = classroom.teach(batch(), drops);
        assertThat(taught.gradients()).hasSameSizeAs(classroom.backbone().parameters());
        for (Parameter parameter : classroom.backbone().parameters()) {
            Numbers gradient = taught.gradient(parameter.name());
            Numbers before = new Numbers(parameter.value().toFloatArray());
            double step = LOSS_CHANGE / gradient.dot(gradient);
            write(parameter, before.plus(step, gradient));
            double up = classroom.loss(batch(), drops);
            write(parameter, before.plus(-step, gradient));
            double down = classroom.loss(batch(), drops);
            write(parameter, before);
            double slope = (up - down) / (2 * step);
            assertThat(slope / gradient.dot(gradient)).as(parameter.name()).isCloseTo(1, within(0.005));
        }
    }

    @Test
    void packedLessonsTeachWhatTheyTeachAlone() {
        requireSum(List.of());
    }

    @Test
    void packedLessonsTeachWhatTheyTeachAloneWhereTheSameTokensAreDropped() {
        for (PositionPolicy policy : PositionPolicy.values()) {
            requireSum(List.of(
                    new Drop(1, List.of(IntStream.range(0, 40).toArray()), policy),
                    new Drop(3, List.of(new int[] {2, 3, 5, 7, 11, 13}), policy)));
        }
    }

    /* A mean over all rows is the mean of the means of questions, weighted by their rows. */
    private void requireSum(List<Drop> drops) {
        List<Prompt> alone = about(0);
        List<Taught> each = alone.stream()
                .map(lesson -> classroom.teach(List.of(lesson), drops))
                .toList();
        List<Prompt> packed = List.of(classroom.packed(100, alone));
        Taught together = classroom.teach(packed, drops);
        int[] rows = alone.stream()
                .mapToInt(lesson -> lesson.lesson().orElseThrow().learningRows().length)
                .toArray();
        double all = IntStream.of(rows).sum();
        double loss = IntStream.range(0, rows.length)
                .mapToDouble(i -> rows[i] / all * each.get(i).loss())
                .sum();
        assertThat(together.loss()).isCloseTo(loss, within(1e-5));
        assertThat(together.predicted().get(0))
                .isEqualTo(each.stream()
                        .flatMapToInt(taught -> IntStream.of(taught.predicted().get(0)))
                        .toArray());
        for (String name : together.gradients().keySet()) {
            Numbers found = together.gradient(name);
            Numbers expected = found.plus(-1, found);
            for (int i = 0; i < rows.length; i++) {
                expected = expected.plus(rows[i] / all, each.get(i).gradient(name));
            }
            assertThat(found.plus(-1, expected).norm()).as(name).isLessThanOrEqualTo(1e-4 * expected.norm() + 1e-7);
        }
    }

    @Test
    void whatIsFrozenLearnsNothingAndChangesNoOtherGradient() {
        Taught before = classroom.teach(batch(), List.of());
        List<Parameter> tower = classroom.backbone().parameters().stream()
                .filter(parameter -> parameter.part() == Parameter.Part.TOWER)
                .toList();
        tower.forEach(parameter -> parameter.learn(false));
        Taught after = classroom.teach(batch(), List.of());
        tower.forEach(parameter -> parameter.learn(true));
        assertThat(after.loss()).isEqualTo(before.loss());
        for (Parameter parameter : classroom.backbone().parameters()) {
            if (tower.contains(parameter)) {
                assertThat(after.gradients()).doesNotContainKey(parameter.name());
            } else {
                assertThat(after.gradient(parameter.name()).values())
                        .isEqualTo(before.gradient(parameter.name()).values());
            }
        }
    }

    @Test
    void gradientsAddUpUntilTheyAreCleared() {
        Taught once = classroom.teach(batch(), List.of());
        try (TrainableBackbone.Recording recording = classroom.backbone().record()) {
            for (int i = 0; i < 2; i++) {
                try (DecoderState state = classroom.run(batch(), List.of());
                        LessonLoss loss = classroom.backbone().loss(state)) {
                    recording.backward(loss.mean());
                }
            }
        }
        classroom
                .takeGradients()
                .forEach((name, twice) -> assertThat(
                                twice.plus(-2, once.gradient(name)).norm())
                        .as(name)
                        .isLessThanOrEqualTo(1e-5 * twice.norm()));
    }

    @Test
    void nothingFlowsBackThroughWhatRankersSee() {
        Set<Capture> captures = new HashSet<>();
        for (Capture.Kind kind : List.of(Capture.Kind.HIDDEN, Capture.Kind.KEY, Capture.Kind.ATTENTION)) {
            captures.add(Capture.of(0, kind, Queries.Named.ALL));
            captures.add(Capture.of(2, kind, Queries.Named.ALL));
        }
        try (TrainableBackbone.Recording recording = classroom.backbone().record();
                VisualFeatures features = classroom.backbone().encode(IMAGES, Set.of());
                DecoderState first = classroom.backbone().embed(batch(), features);
                DecoderState state = classroom.backbone().advance(first, 2, captures)) {
            assertThat(recording).isNotNull();
            assertThat(state.captures()).isEqualTo(captures);
            captures.forEach(
                    capture -> assertThat(state.captured(capture).hasGradient()).isFalse());
        }
    }

    @Test
    void patchFeaturesTeachTheTower() {
        try (TrainableBackbone.Recording recording = classroom.backbone().record();
                VisualFeatures features = classroom.backbone().encode(IMAGES, Set.of(Capture.patches()));
                NDArray sum =
                        features.captured(IMAGES.get(0), Capture.patches()).sum()) {
            recording.backward(sum);
        }
        assertThat(classroom.takeGradients().keySet())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith("tower."));
    }

    @Test
    void leavesNoTensorBehind() {
        classroom.teach(batch(), drops(PositionPolicy.ORIGINAL));
        int before = classroom.backbone().liveTensors();
        for (int i = 0; i < 3; i++) {
            classroom.teach(batch(), drops(PositionPolicy.ORIGINAL));
            assertThat(classroom.backbone().liveTensors()).isEqualTo(before);
        }
    }

    @Test
    void recordsOnceAtATime() {
        try (TrainableBackbone.Recording recording = classroom.backbone().record()) {
            assertThat(recording).isNotNull();
            assertThatThrownBy(classroom.backbone()::record).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void lessonsAreNotAnswered() {
        try (DecoderState state = classroom.run(batch(), List.of())) {
            assertThatThrownBy(() -> classroom.backbone().logits(state)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> classroom.backbone().append(state, List.of(new int[] {1}, new int[] {1})))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void namesEveryTensorOfTheCheckpoint() throws IOException {
        Map<String, Stored> stored =
                Safetensors.read(ParityCase.FIXTURES.resolve("models/llava_gqa/model.safetensors"));
        List<CheckpointTensor> tensors = classroom.backbone().checkpointTensors();
        for (CheckpointTensor tensor : tensors) {
            Stored original = Objects.requireNonNull(stored.get(tensor.name()), tensor.name());
            assertThat(tensor.values()).as(tensor.name()).isEqualTo(original.floats());
        }
        // What is left is not run: the tower's last layer and the norm behind it.
        assertThat(stored.keySet().stream()
                        .filter(name -> tensors.stream()
                                .noneMatch(tensor -> tensor.name().equals(name))))
                .allMatch(name -> name.contains("encoder.layers.2.") || name.contains("post_layernorm"));
    }

    private static void write(Parameter parameter, Numbers numbers) {
        parameter.value().set(FloatBuffer.wrap(numbers.values()));
    }

    @AfterAll
    void close() {
        classroom.close();
    }
}
