// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Fakes;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.cost.FullConvention.Terms;
import dev.pdrop.engine.tree.TreeSketch.Each;
import dev.pdrop.engine.tree.TreeSketch.Sizes;
import dev.pdrop.engine.tree.TreeSketch.State;
import dev.pdrop.engine.tree.TreeSketch.Stretch;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sketches for a toy model of four layers and eight visual tokens an image, beside the trees that it grows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TreeSketchTest {

    private static final int LAYERS = 4;
    private static final int VISUAL = 8;
    private static final Sizes SIZES = new Sizes(VISUAL, 2, 3);
    private static final TokenRanker COLUMN = Fakes.byColumn();
    private static final TokenRanker ATTENTION = Fakes.byAttentionOfTheLayerBefore();

    private ToyBackbone toy;
    private CountingBackbone counting;

    @BeforeAll
    void open() {
        toy = new ToyBackbone(ToyConfig.small().withLayers(LAYERS));
        counting = new CountingBackbone(toy);
    }

    @AfterAll
    void close() {
        counting.close();
    }

    @Test
    void tellsWhoIsOneStateUntilWhichLayer() {
        List<TreeArm> arms = List.of(
                arm("full", Fakes.full()),
                arm("column", original(COLUMN, Stage.keep(2, 4))),
                arm("column", original(COLUMN, Stage.keep(2, 4), Stage.keep(3, 2))),
                arm("all", original(COLUMN, Stage.keep(1, 8))),
                arm("reads", original(ATTENTION, Stage.keep(2, 4))));
        State fours = new State(
                Each.IMAGE,
                List.of(
                        new Stretch(
                                2,
                                3,
                                4,
                                List.of(1, 2),
                                List.of(new State(
                                        Each.IMAGE, List.of(new Stretch(3, 4, 2, List.of(2), atEnd(2, List.of(2))))))),
                        new Stretch(3, 4, 4, List.of(1), atEnd(4, List.of(1)))));
        State reads = new State(
                Each.QUESTION,
                List.of(new Stretch(
                        1,
                        2,
                        8,
                        List.of(4),
                        List.of(new State(Each.QUESTION, List.of(new Stretch(2, 4, 4, List.of(4), List.of())))))));

        State root = sketch(arms, Each.IMAGE).root();

        // "all" acts before layer 1, keeps everything and stays; "reads" wants to see text in layer 1.
        assertThat(root)
                .isEqualTo(new State(
                        Each.IMAGE,
                        List.of(
                                new Stretch(0, 1, 8, List.of(0, 1, 2, 3, 4), List.of(reads)),
                                new Stretch(1, 2, 8, List.of(0, 1, 2, 3), List.of(fours)),
                                new Stretch(2, 4, 8, List.of(0, 3), atEnd(8, List.of(0, 3))))));
    }

    /** A prompt that begins with its image. */
    @Test
    void showsTextAtOnceWhereNothingIsLeftOfWhatQuestionsShare() {
        List<TreeArm> arms = List.of(arm("full", Fakes.full()), arm("none", original(COLUMN, Stage.keep(2, 0))));

        State root = TreeSketch.of(toy.geometry(), arms, new Sizes(VISUAL, 0, 3), Each.IMAGE)
                .root();

        assertThat(root.stretches().get(0).branches())
                .containsExactly(new State(
                        Each.IMAGE,
                        List.of(new Stretch(
                                2,
                                2,
                                0,
                                List.of(1),
                                List.of(new State(
                                        Each.QUESTION, List.of(new Stretch(2, 4, 0, List.of(1), List.of()))))))));
    }

    @Test
    void countsArmsThatDrawAsPartedAndSaysThatTheyMayStayTogether() {
        TokenRanker random = Fakes.random();
        List<TreeArm> arms = List.of(
                arm("full", Fakes.full()),
                arm("one", original(random, Stage.keep(2, 4))),
                arm("other", original(random, Stage.keep(2, 4))),
                arm("fewer", original(random, Stage.keep(2, 3))),
                arm("none", original(random, Stage.keep(2, 0))),
                arm("none either", original(random, Stage.keep(2, 0))));

        TreeSketch sketch = sketch(arms, Each.QUESTION);

        assertThat(sketch.undecided()).containsExactly(1, 2);
        assertThat(sketch.root().stretches().get(0).branches())
                .extracting(state -> state.stretches().get(0).arms())
                .containsExactly(List.of(1), List.of(2), List.of(3), List.of(4, 5));
    }

    @Test
    void takesArmsOfOneRankerThatLooksAtSomethingForOneStateWhateverTheirSeeds() {
        List<TreeArm> arms = List.of(
                arm("one", original(ATTENTION, Stage.keep(2, 4))), arm("other", original(ATTENTION, Stage.keep(2, 4))));

        TreeSketch sketch = sketch(arms, Each.IMAGE);

        assertThat(sketch.undecided()).isEmpty();
        assertThat(sketch.perQuestion())
                .isEqualTo(sketch(arms.subList(0, 1), Each.IMAGE).perQuestion());
    }

    @dev.pdrop.testing.Seeds(20)
    void oneArmAndOneQuestionCostAsMuchInATreeAsAlone(RandomGenerator random) {
        TreeArm arm = anyArm(random);

        for (Each first : Each.values()) {
            TreeSketch sketch = sketch(List.of(arm), first);
            Terms alone = TreeSketch.alone(toy.geometry(), arm.method(), SIZES);

            assertThat(sketch.perImage().plus(sketch.perQuestion()).sum()).isCloseTo(alone.sum(), within(1e-6));
        }
    }

    @dev.pdrop.testing.Seeds(20)
    void countsTheRowsThatTheTreeRuns(RandomGenerator random) {
        List<TreeArm> arms =
                IntStream.range(0, 6).mapToObj(unused -> anyArm(random)).toList();
        Image image = Pictures.noise(0);
        List<Asked> questions = List.of(
                asked("a", image, "<image> what is the colour ?"), asked("b", image, "<image> what is the shape ?"));
        int text = questions.get(0).prompt().length() - VISUAL;
        int before = questions.get(0).prompt().prefix().orElseThrow().length() - VISUAL;
        Sizes sizes = new Sizes(VISUAL, before, text - before);

        counting.forget();
        grow(Company.apart(questions.subList(0, 1)), arms);
        assertThat(counting.rowsRun())
                .isEqualTo(rows(
                        TreeSketch.of(toy.geometry(), arms, sizes, Each.QUESTION)
                                .root(),
                        sizes,
                        1));

        counting.forget();
        grow(Company.families(List.of(questions), 8), arms);
        assertThat(counting.rowsRun())
                .isEqualTo(rows(
                        TreeSketch.of(toy.geometry(), arms, sizes, Each.IMAGE).root(), sizes, 2));
    }

    /** Rows times layers of a state and all that leave it, for so many questions about an image. */
    private static int rows(State state, Sizes sizes, int questions) {
        int sum = 0;
        int times = state.each() == Each.IMAGE ? 1 : questions;
        for (Stretch stretch : state.stretches()) {
            sum += times * (stretch.to() - stretch.from()) * sizes.rows(state.each(), stretch.visualTokens());
            for (State branch : stretch.branches()) {
                boolean appended = branch.each() != state.each();
                sum += appended ? questions * sizes.textBehind() * stretch.to() : 0;
                sum += rows(branch, sizes, questions);
            }
        }
        return sum;
    }

    /** Not one that draws: two of those may keep the same by chance. */
    private static TreeArm anyArm(RandomGenerator random) {
        TokenRanker ranker = random.nextBoolean() ? COLUMN : ATTENTION;
        PositionPolicy positions = random.nextBoolean() ? PositionPolicy.ORIGINAL : PositionPolicy.CONTIGUOUS;
        List<Stage> stages = new ArrayList<>();
        int left = VISUAL;
        for (int layer = 1; layer < LAYERS; layer++) {
            if (random.nextBoolean()) {
                left = random.nextInt(left + 1);
                stages.add(Stage.keep(layer, left));
            }
        }
        return arm("any", Fakes.method(ranker, positions, stages.toArray(Stage[]::new)));
    }

    private TreeSketch sketch(List<TreeArm> arms, Each first) {
        return TreeSketch.of(toy.geometry(), arms, SIZES, first);
    }

    /** Every question goes on behind the images to its own answer. */
    private static List<State> atEnd(int visualTokens, List<Integer> arms) {
        Stretch nothing = new Stretch(LAYERS, LAYERS, visualTokens, arms, List.of());
        return List.of(new State(Each.QUESTION, List.of(nothing)));
    }

    private void grow(Company company, List<TreeArm> arms) {
        List<Image> images = company.questions().get(0).prompt().images();
        try (VisualFeatures features = counting.encode(images, Set.of())) {
            new AblationTree(counting, System::nanoTime, 1, arms)
                    .answer(company, features, (arm, group) -> true, given -> {});
        }
    }

    private Asked asked(String id, Image image, String text) {
        return new Asked(id, "image", counting.prompt(Conversation.raw(text, List.of(image))));
    }

    private static Method original(TokenRanker ranker, Stage... stages) {
        return Fakes.method(ranker, PositionPolicy.ORIGINAL, stages);
    }

    private static TreeArm arm(String name, Method method) {
        return new TreeArm(method, new Seeds(17, name, 0));
    }
}
