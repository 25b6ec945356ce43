// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static dev.pdrop.testing.TrainingBench.NO_DROPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.LessonLoss;
import dev.pdrop.spi.Parameter;
import dev.pdrop.spi.Parameter.Part;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.TrainableBackbone;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.TrainingBench.Drop;
import dev.pdrop.testing.TrainingBench.Taught;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TrainableBackbone} promises beside what {@link BackboneContract} holds it to;
 * {@link SavedModelContract} is the part about folders.
 *
 * <p>Implement it in a test class and open a small model in float32.
 */
public interface TrainableBackboneContract {

    /** How much the loss changes on a way of the contract: large against its rounding, small against what bends it. */
    double LOSS_CHANGE = 3e-3;

    /** How many entries of a gradient are looked at alone. */
    int FEW = 12;

    /** Opens the same model each time: at least three layers, float32. The contract closes it. */
    TrainableBackbone open();

    /** At least three questions of words that the model knows. */
    List<String> questions();

    /** An answer to each question, likewise. */
    List<String> answers();

    /** Parameters have names of their own, and those names, their order, parts and values never change. */
    @Test
    default void namesItsParametersAlikeEachTime() {
        withBench(bench -> withBench(other -> {
            List<Parameter> parameters = bench.backbone().parameters();
            List<Parameter> again = other.backbone().parameters();
            assertThat(parameters).extracting(Parameter::name).doesNotHaveDuplicates();
            assertThat(again)
                    .extracting(Parameter::name)
                    .isEqualTo(parameters.stream().map(Parameter::name).toList());
            for (int i = 0; i < parameters.size(); i++) {
                assertThat(again.get(i).part()).isEqualTo(parameters.get(i).part());
                assertThat(again.get(i).decays()).isEqualTo(parameters.get(i).decays());
                assertThat(again.get(i).value().getShape())
                        .isEqualTo(parameters.get(i).value().getShape());
                assertThat(again.get(i).value().toFloatArray())
                        .isEqualTo(parameters.get(i).value().toFloatArray());
            }
        }));
    }

    /** Every gradient is the slope of the loss, all of it together and its steepest entries alone. */
    @Test
    default void everyGradientIsTheSlopeOfTheLoss() {
        withBench(bench -> requireSlopes(bench, NO_DROPS));
    }

    /** The same where tokens are dropped on the way. */
    @Test
    default void everyGradientIsTheSlopeOfTheLossWhereTokensAreDropped() {
        withBench(bench -> requireSlopes(bench, bench.drops(PositionPolicy.CONTIGUOUS)));
    }

    /** The same where tokens are merged: gradients flow through what is mixed. */
    @Test
    default void everyGradientIsTheSlopeOfTheLossWhereTokensAreMerged() {
        withBench(bench -> requireSlopes(bench, bench.merges(PositionPolicy.CONTIGUOUS)));
    }

    private static void requireSlopes(TrainingBench bench, List<Drop> drops) {
        Taught taught = bench.teach(bench.batch(), drops);
        assertThat(taught.gradients()).hasSameSizeAs(bench.backbone().parameters());
        for (Parameter parameter : bench.backbone().parameters()) {
            Slopes gradient = taught.gradient(parameter.name());
            requireSlope(bench, drops, parameter, gradient, 0.005);
            requireSlope(bench, drops, parameter, gradient.steepest(FEW), 0.02);
        }
    }

    /** Goes a little way up and down; how steep that was is how long the way is. */
    private static void requireSlope(
            TrainingBench bench, List<Drop> drops, Parameter parameter, Slopes way, double relative) {
        Slopes before = new Slopes(parameter.value().toFloatArray());
        double step = LOSS_CHANGE / way.dot(way);
        write(parameter, before.plus(step, way));
        double up = bench.loss(bench.batch(), drops);
        write(parameter, before.plus(-step, way));
        double down = bench.loss(bench.batch(), drops);
        write(parameter, before);
        double slope = (up - down) / (2 * step);
        assertThat(slope / way.dot(way)).as(parameter.name()).isCloseTo(1, within(relative));
    }

    private static void write(Parameter parameter, Slopes values) {
        parameter.value().set(FloatBuffer.wrap(values.values()));
    }

    /** Nothing has a gradient before the first lesson, and what no lesson needs learns nothing from it. */
    @Test
    default void learnsNothingWhereNothingIsTaught() {
        withBench(bench -> {
            assertThat(bench.takeGradients()).isEmpty();
            Taught taught = bench.teach(List.of(bench.lesson(0, List.of())), NO_DROPS);
            for (Parameter parameter : bench.backbone().parameters()) {
                if (parameter.part() == Part.TOWER || parameter.part() == Part.PROJECTOR) {
                    Slopes gradient = taught.gradients().get(parameter.name());
                    assertThat(gradient == null ? 0 : gradient.norm())
                            .as(parameter.name())
                            .isZero();
                }
            }
            assertThat(taught.gradients()).isNotEmpty();
        });
    }

    /** What is frozen learns nothing, and everything else the same as before. */
    @Test
    default void whatIsFrozenLearnsNothingAndChangesNoOtherGradient() {
        withBench(bench -> {
            Taught before = bench.teach(bench.batch(), NO_DROPS);
            for (Part part : Part.values()) {
                learn(bench, part, false);
                Taught after = bench.teach(bench.batch(), NO_DROPS);
                learn(bench, part, true);
                assertThat(after.loss()).isEqualTo(before.loss());
                for (Parameter parameter : bench.backbone().parameters()) {
                    if (parameter.part() == part) {
                        assertThat(after.gradients()).doesNotContainKey(parameter.name());
                    } else {
                        assertThat(after.gradient(parameter.name()).values())
                                .as(parameter.name())
                                .isEqualTo(before.gradient(parameter.name()).values());
                    }
                }
            }
        });
    }

    private static void learn(TrainingBench bench, Part part, boolean wanted) {
        bench.backbone().parameters().stream()
                .filter(parameter -> parameter.part() == part)
                .forEach(parameter -> parameter.learn(wanted));
    }

    /** Packed lessons are worth what they are worth alone: loss, predictions and gradients. */
    @Test
    default void packedLessonsTeachWhatTheyTeachAlone() {
        withBench(bench -> requireSum(bench, NO_DROPS));
    }

    /** The same where the same tokens are dropped. */
    @Test
    default void packedLessonsTeachWhatTheyTeachAloneWhereTheSameTokensAreDropped() {
        for (PositionPolicy policy : PositionPolicy.values()) {
            withBench(bench -> requireSum(bench, bench.dropsOfOne(policy)));
        }
    }

    /** A mean over all rows is the mean of the means of questions, weighted by their rows. */
    private static void requireSum(TrainingBench bench, List<Drop> drops) {
        List<Prompt> alone = bench.lessons(bench.pictures().get(0));
        List<Taught> each = alone.stream()
                .map(lesson -> bench.teach(List.of(lesson), drops))
                .toList();
        Taught together = bench.teach(List.of(bench.packed(alone)), drops);
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
            Slopes found = together.gradient(name);
            Slopes expected = found.plus(-1, found);
            for (int i = 0; i < rows.length; i++) {
                expected = expected.plus(rows[i] / all, each.get(i).gradient(name));
            }
            assertThat(found.plus(-1, expected).norm()).as(name).isLessThanOrEqualTo(1e-4 * expected.norm() + 1e-7);
        }
    }

    /** Gradients add up until they are cleared. */
    @Test
    default void gradientsAddUpUntilTheyAreCleared() {
        withBench(bench -> {
            Taught once = bench.teach(bench.batch(), NO_DROPS);
            try (TrainableBackbone.Recording recording = bench.backbone().record()) {
                for (int i = 0; i < 2; i++) {
                    try (DecoderState state = bench.run(bench.batch(), NO_DROPS);
                            LessonLoss loss = bench.backbone().loss(state)) {
                        recording.backward(loss.mean());
                    }
                }
            }
            bench.takeGradients()
                    .forEach((name, twice) -> assertThat(
                                    twice.plus(-2, once.gradient(name)).norm())
                            .as(name)
                            .isLessThanOrEqualTo(1e-5 * twice.norm()));
        });
    }

    /** Without a recording nothing is remembered, and afterwards nothing is either. */
    @Test
    default void recordsOnlyWhileARecordingIsOpen() {
        withBench(bench -> {
            for (boolean after : new boolean[] {false, true}) {
                try (DecoderState state = bench.run(bench.batch(), NO_DROPS);
                        LessonLoss loss = bench.backbone().loss(state)) {
                    assertThat(loss.mean().hasGradient()).as("after: %s", after).isFalse();
                }
                bench.teach(bench.batch(), NO_DROPS);
            }
            assertThat(bench.takeGradients()).isEmpty();
        });
    }

    /** One recording at a time. */
    @Test
    default void recordsOnceAtATime() {
        withBench(bench -> {
            try (TrainableBackbone.Recording recording = bench.backbone().record()) {
                assertThat(recording).isNotNull();
                assertThatThrownBy(bench.backbone()::record).isInstanceOf(IllegalStateException.class);
            }
        });
    }

    /** No gradient flows through what rankers see. */
    @Test
    default void nothingFlowsBackThroughCaptures() {
        withBench(bench -> {
            Set<Capture> captures = Arrays.stream(Capture.Kind.values())
                    .map(kind -> Capture.of(1, kind, Queries.Named.ALL))
                    .filter(bench.backbone()::supports)
                    .collect(Collectors.toUnmodifiableSet());
            try (TrainableBackbone.Recording recording = bench.backbone().record();
                    VisualFeatures features = bench.backbone().encode(bench.pictures(), Set.of());
                    DecoderState first = bench.backbone().embed(bench.batch(), features);
                    DecoderState state = bench.backbone().advance(first, 2, captures)) {
                assertThat(recording).isNotNull();
                assertThat(state.captures()).isEqualTo(captures);
                captures.forEach(capture ->
                        assertThat(state.captured(capture).hasGradient()).isFalse());
            }
        });
    }

    /** What patches become in the tower can be learnt from, and teaches the tower alone. */
    @Test
    default void patchFeaturesTeachTheTower() {
        withBench(bench -> {
            Image picture = bench.pictures().get(0);
            try (TrainableBackbone.Recording recording = bench.backbone().record();
                    VisualFeatures features = bench.backbone().encode(List.of(picture), Set.of(Capture.patches()));
                    NDArray sum = features.captured(picture, Capture.patches()).sum()) {
                recording.backward(sum);
            }
            Set<String> taught = bench.takeGradients().keySet();
            assertThat(taught).isNotEmpty();
            assertThat(bench.backbone().parameters())
                    .filteredOn(parameter -> taught.contains(parameter.name()))
                    .allMatch(parameter -> parameter.part() == Part.TOWER);
        });
    }

    /** A prompt with a lesson is for the loss alone, and shares no batch with one without. */
    @Test
    default void lessonsAreNotAnswered() {
        withBench(bench -> {
            List<Prompt> batch = bench.batch();
            try (DecoderState state = bench.run(batch, NO_DROPS)) {
                assertThatThrownBy(() -> bench.backbone().logits(state)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> bench.backbone().append(state, List.of(new int[] {1}, new int[] {1})))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            Image picture = bench.pictures().get(0);
            Prompt taught = bench.lesson(0, List.of(picture));
            Prompt asked = bench.backbone()
                    .prompt(Conversation.raw("<image> " + questions().get(0), List.of(picture)));
            try (VisualFeatures features = bench.backbone().encode(List.of(picture), Set.of())) {
                assertThatThrownBy(() -> bench.backbone()
                                .embed(List.of(taught, asked), features)
                                .close())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        });
    }

    /** Once a lesson is over and its gradients are cleared, no tensor is left. */
    @Test
    default void leavesNoTensorBehind() {
        withBench(bench -> {
            bench.teach(bench.batch(), bench.drops(PositionPolicy.ORIGINAL));
            HandleLeaks leaks = HandleLeaks.watch(bench.root());
            for (int i = 0; i < 3; i++) {
                bench.teach(bench.batch(), bench.drops(PositionPolicy.ORIGINAL));
            }
            leaks.assertNone();
        });
    }

    private void withBench(Consumer<TrainingBench> test) {
        try (TrainingBench bench = new TrainingBench(open(), questions(), answers())) {
            test.accept(bench);
        }
    }
}
