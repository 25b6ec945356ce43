// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.AssertingBackbone;
import dev.pdrop.testing.HandleLeaks;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole passes over a toy model of four layers, eight visual tokens an image in two rows of four. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReductionOnToyBackboneTest {

    private static final Seeds SEEDS = new Seeds(17, "arm", 0);
    private static final String QUESTION = "<image> what is the colour ?";

    private ToyBackbone toy;
    private AssertingBackbone backbone;

    @BeforeAll
    void open() {
        toy = new ToyBackbone(ToyConfig.small().withLayers(4));
        backbone = new AssertingBackbone(toy);
    }

    @AfterAll
    void close() {
        backbone.close();
    }

    @Test
    void keepsWhatWasRankedHighestAndAuditsEachLayer() {
        Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.ORIGINAL, Stage.keep(1, 4), Stage.keep(3, 2));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        int length = prompt.length();
        int start = prompt.layout().spans().get(0).start();
        try (Run run = prefill(method, prompt)) {
            assertThat(run.prefill.stages(0).get(0).kept()).containsExactly(2, 3, 6, 7);
            assertThat(run.prefill.stages(0).get(0).scores()).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
            assertThat(run.prefill.stages(0).get(0).margin()).isEqualTo(1);
            assertThat(run.prefill.stages(0).get(1).before()).containsExactly(2, 3, 6, 7);
            assertThat(run.prefill.stages(0).get(1).kept()).containsExactly(3, 7);
            assertThat(run.prefill.layers(0))
                    .containsExactly(
                            new LayerOutcome(length, 8, length, 0, length - 1),
                            new LayerOutcome(length - 4, 4, length - 4, 0, length - 1),
                            new LayerOutcome(length - 4, 4, length - 4, 0, length - 1),
                            new LayerOutcome(length - 6, 2, length - 6, 0, length - 1));
            assertThat(start).isPositive();
        }
    }

    @Test
    void renumbersPositionsWhereAsked() {
        Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.CONTIGUOUS, Stage.keep(2, 3));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        try (Run run = prefill(method, prompt)) {
            assertThat(run.prefill.layers(0).get(1).lastPosition()).isEqualTo(prompt.length() - 1);
            assertThat(run.prefill.layers(0).get(2).lastPosition()).isEqualTo(prompt.length() - 1 - 5);
        }
    }

    @ParameterizedTest
    @EnumSource(PositionPolicy.class)
    void keepingEverythingIsBitForBitTheUntouchedModel(PositionPolicy positions) {
        Method all = Fakes.method(Fakes.random(), positions, Stage.keep(1, 8), Stage.keep(3, 8));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        assertThat(logits(all, prompt)).isEqualTo(logits(Fakes.full(), prompt));
    }

    @ParameterizedTest
    @EnumSource(PositionPolicy.class)
    void mergingIntoEverythingThatStaysAsItIsIsBitForBitTheUntouchedModel(PositionPolicy positions) {
        Method all = Fakes.method(Fakes.merging(0.5f), positions, Stage.keep(0, 8), Stage.keep(3, 8));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        assertThat(logits(all, prompt)).isEqualTo(logits(Fakes.full(), prompt));
    }

    @Test
    void tellsWhatWasMixedIntoWhatStays() {
        Method method = Fakes.method(Fakes.merging(0.5f), PositionPolicy.ORIGINAL, Stage.keep(1, 5), Stage.keep(2, 2));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        try (Run run = prefill(method, prompt)) {
            StageOutcome first = run.prefill.stages(0).get(0);
            assertThat(first.kept()).containsExactly(0, 1, 2, 3, 4);
            assertThat(first.mixture().sources(4)).containsExactly(4, 6);
            assertThat(first.choseItself()).isTrue();
            assertThat(run.prefill.stages(0).get(1).kept()).containsExactly(0, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(PositionPolicy.class)
    void decodingTokenByTokenEqualsAppendingAllOfThem(PositionPolicy positions) {
        Method method = Fakes.method(Fakes.byColumn(), positions, Stage.keep(1, 4), Stage.keep(3, 1));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        try (Run run = prefill(method, prompt)) {
            List<Logits> steps = new ArrayList<>();
            GreedyDecoding.Written written = new GreedyDecoding(backbone, 5)
                    .write(run.prefill.state(), steps::add)
                    .get(0);
            int[] fed = written.tokens().stream()
                    .limit(steps.size() - 1L)
                    .mapToInt(Integer::intValue)
                    .toArray();
            try (DecoderState atOnce = backbone.append(run.prefill.state(), List.of(fed))) {
                float[] expected = backbone.logits(atOnce).row(0);
                float[] actual = steps.get(steps.size() - 1).row(0);
                assertThat(actual).hasSameSizeAs(expected);
                IntStream.range(0, actual.length)
                        .forEach(i -> assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f)));
            }
            assertThat(written.logProbabilities())
                    .hasSameSizeAs(written.tokens())
                    .allMatch(value -> value <= 0);
        }
    }

    @Test
    void answersABatchAsItAnswersItsExamplesAlone() {
        Method method = Fakes.method(Fakes.random(), PositionPolicy.CONTIGUOUS, Stage.keep(0, 6), Stage.keep(2, 3));
        assertBatchEqualsSingles(method);
    }

    @Test
    void takesExamplesApartWhenARankerKeepsDifferentNumbers() {
        Method method = Fakes.method(Fakes.uneven(), PositionPolicy.ORIGINAL, Stage.keep(2, 6));
        List<Answer> answers = assertBatchEqualsSingles(method);
        assertThat(answers.stream()
                        .map(answer -> answer.stages().get(0).kept().length)
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource(PositionPolicy.class)
    void atNeighbouringLayersARankerSeesWhatTheLayerBeforeSawAfterItsDrop(PositionPolicy positions) {
        Method method =
                Fakes.method(Fakes.byAttentionOfTheLayerBefore(), positions, Stage.keep(2, 5), Stage.keep(3, 2));
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        Capture second = Fakes.attentionOf(2);
        try (Run run = prefill(method, prompt);
                DecoderState start = backbone.embed(List.of(prompt), run.features);
                DecoderState two = backbone.advance(start, 2, Set.of());
                DecoderState reduced = backbone.retain(
                        two,
                        new Retention(new int[][] {run.prefill.stages(0).get(0).kept()}),
                        positions);
                DecoderState three = backbone.advance(reduced, 3, Set.of(second));
                NDManager manager = backbone.newManager()) {
            RankingContext alone =
                    new RankingContext(three, 2, example -> SEEDS.generator("", Point.decoder(3)), manager);
            float[] expected = Fakes.headMean(alone, second).toFloatArray();
            assertThat(run.prefill.stages(0).get(1).scores()).containsExactly(expected);
        }
    }

    @Test
    void ranksTheTokensOfSeveralImagesJointly() {
        Prompt prompt = backbone.prompt(Conversation.raw(
                "<image> is this <image> in the picture ?", List.of(Pictures.noise(4), Pictures.noise(5))));
        Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.CONTIGUOUS, Stage.keep(2, 5));
        try (Run run = prefill(method, prompt)) {
            assertThat(run.prefill.stages(0).get(0).kept()).containsExactly(2, 3, 7, 11, 15);
            assertThat(run.prefill.layers(0).get(3).visualTokens()).isEqualTo(5);
        }
    }

    @Test
    void passesAPromptWithoutAnImageThroughUnchanged() {
        Prompt prompt = backbone.prompt(Conversation.raw("what is the colour ?", List.of()));
        Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.CONTIGUOUS, Stage.keep(2, 0));
        assertThat(logits(method, prompt)).isEqualTo(logits(Fakes.full(), prompt));
    }

    @Test
    void dropsAllTokensWithAndWithoutRanking() {
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        Method ranked = Fakes.method(Fakes.byColumn(), PositionPolicy.ORIGINAL, Stage.keep(2, 0));
        Method unranked = Fakes.method(
                Fakes.byColumn(), PositionPolicy.ORIGINAL, new Stage(Point.decoder(2), new Action.DropAll()));
        assertThat(logits(ranked, prompt)).isEqualTo(logits(unranked, prompt));
        try (Run run = prefill(unranked, prompt)) {
            assertThat(run.prefill.stages(0).get(0).scores()).isEmpty();
            assertThat(run.prefill.stages(0).get(0).kept()).isEmpty();
        }
    }

    @Test
    void leavesNoHandleBehind() {
        BatchRun runner = new BatchRun(backbone, System::nanoTime, 4);
        Method method = Fakes.method(Fakes.random(), PositionPolicy.CONTIGUOUS, Stage.keep(1, 4));
        HandleLeaks leaks = HandleLeaks.watch(toy.manager());
        for (int round = 0; round < 20; round++) {
            List<Image> images = List.of(Pictures.noise(round));
            Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, images));
            try (VisualFeatures features = backbone.encode(images, Set.of())) {
                runner.answer(method, List.of(new Asked("q" + round, "p" + round, prompt)), features, SEEDS);
            }
        }
        leaks.assertNone();
    }

    @Test
    void leavesNoHandleBehindWhenARankerFails() {
        Prompt prompt = backbone.prompt(Conversation.raw(QUESTION, List.of(Pictures.noise(1))));
        Method broken = Fakes.method(Fakes.constant(Float.NaN), PositionPolicy.ORIGINAL, Stage.keep(2, 3));
        HandleLeaks leaks = HandleLeaks.watch(toy.manager());
        assertThatThrownBy(() -> logits(broken, prompt))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("found NaN for token 0 at the stage before layer 2");
        leaks.assertNone();
    }

    @Test
    void refusesAStageOutsideTheModel() {
        Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.ORIGINAL, Stage.keep(4, 3));
        assertThatThrownBy(() -> method.plan(backbone.geometry(), 8))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected stages before layer 0 to 3 of this model, found one before layer 4:"
                        + " choose other layers");
    }

    @Test
    void refusesAStageWithoutARanker() {
        Method method =
                new Method(Optional.empty(), Fakes.scheduler(List.of(Stage.keep(2, 3))), PositionPolicy.ORIGINAL);
        assertThatThrownBy(() -> method.plan(backbone.geometry(), 8))
                .isInstanceOf(InvalidMethodException.class)
                .hasMessage("expected a ranker for the stage before layer 2, found none:"
                        + " add ranker { use = .. } to the method");
    }

    private List<Answer> assertBatchEqualsSingles(Method method) {
        List<Image> images = List.of(Pictures.noise(1), Pictures.noise(2), Pictures.noise(3));
        List<String> ids = List.of("a", "b", "c");
        List<Asked> questions = IntStream.range(0, 3)
                .mapToObj(i -> new Asked(
                        ids.get(i), ids.get(i), backbone.prompt(Conversation.raw(QUESTION, List.of(images.get(i))))))
                .toList();
        BatchRun runner = new BatchRun(backbone, System::nanoTime, 4);
        try (VisualFeatures features = backbone.encode(images, Set.of())) {
            List<Answer> together = runner.answer(method, questions, features, SEEDS);
            for (int i = 0; i < 3; i++) {
                Answer alone = runner.answer(method, questions.subList(i, i + 1), features, SEEDS)
                        .get(0);
                assertThat(together.get(i).written().tokens())
                        .isEqualTo(alone.written().tokens());
                assertThat(together.get(i).layers()).isEqualTo(alone.layers());
                assertThat(together.get(i).stages().get(0).kept())
                        .isEqualTo(alone.stages().get(0).kept());
                for (int step = 0; step < alone.written().tokens().size(); step++) {
                    assertThat(together.get(i).written().logProbabilities().get(step))
                            .isCloseTo(alone.written().logProbabilities().get(step), within(1e-4));
                }
            }
            return together;
        }
    }

    private float[] logits(Method method, Prompt prompt) {
        try (Run run = prefill(method, prompt)) {
            return backbone.logits(run.prefill.state()).row(0);
        }
    }

    private Run prefill(Method method, Prompt prompt) {
        VisualFeatures features =
                prompt.images().isEmpty() ? backbone.noFeatures() : backbone.encode(prompt.images(), Set.of());
        try {
            return new Run(
                    Prefill.run(backbone, method, List.of(prompt), features, SEEDS, List.of("example")), features);
        } catch (RuntimeException failure) {
            features.close();
            throw failure;
        }
    }

    /** A prefill with the features it was made from. */
    private record Run(Prefill prefill, VisualFeatures features) implements AutoCloseable {
        @Override
        public void close() {
            prefill.close();
            features.close();
        }
    }
}
