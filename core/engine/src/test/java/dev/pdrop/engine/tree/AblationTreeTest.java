// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.Fakes;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.ReversedRanker;
import dev.pdrop.engine.Seeds;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.FailedRunException;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.AssertingBackbone;
import dev.pdrop.testing.HandleLeaks;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees over a toy model of four layers, eight visual tokens an image in two rows of four. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AblationTreeTest {

    private static final int LAYERS = 4;
    private static final int TOKENS = 3;
    private static final TokenRanker COLUMN = Fakes.byColumn();
    private static final TokenRanker MERGING = Fakes.merging(0.75f);
    private static final TokenRanker ATTENTION = Fakes.byAttentionOfTheLayerBefore();

    /** Questions about one image, of several lengths. */
    private static final List<String> ABOUT_ONE = List.of(
            "<image> what is the colour ?",
            "<image> is this red ?",
            "<image> what is the shape ?",
            "<image> is this a picture of the colour red ?");

    private ToyBackbone toy;
    private CountingBackbone counting;
    private AssertingBackbone backbone;

    @BeforeAll
    void open() {
        toy = new ToyBackbone(ToyConfig.small().withLayers(LAYERS));
        counting = new CountingBackbone(toy);
        backbone = new AssertingBackbone(counting);
    }

    @AfterAll
    void close() {
        backbone.close();
    }

    @Test
    void armsThatDidTheSameSoFarAreOneState() {
        List<TreeArm> arms = List.of(
                arm("full", Fakes.full()),
                arm("four", Fakes.method(COLUMN, PositionPolicy.ORIGINAL, Stage.keep(2, 4))),
                arm(
                        "four, then two",
                        Fakes.method(COLUMN, PositionPolicy.ORIGINAL, Stage.keep(2, 4), Stage.keep(3, 2))),
                arm("three", Fakes.method(COLUMN, PositionPolicy.ORIGINAL, Stage.keep(2, 3))));
        Company company = Company.apart(List.of(asked(0, 0)));
        int length = company.questions().get(0).prompt().length();
        counting.forget();
        answers(company, arms);
        // Two layers for all, and from there: untouched, four tokens in layer 2, four and two in layer 3, three tokens.
        int all = 2 * length + 2 * length;
        int four = (length - 4) + (length - 4) + (length - 6);
        int three = 2 * (length - 5);
        assertThat(counting.rowsRun()).isEqualTo(all + four + three);
    }

    @Test
    void questionsAboutOneImageShareItUntilARankerLooksAtText() {
        List<Asked> questions = List.of(asked(0, 0), asked(0, 2), asked(1, 0), asked(1, 2));
        Company company = families(questions, 8);
        int prefix = company.prefixes().get(0).length();
        int suffix = questions.get(0).prompt().length() - prefix;
        assertThat(company.prefixes()).hasSize(2);
        assertThat(company.groups()).hasSize(1);
        Method reading = Fakes.method(ATTENTION, PositionPolicy.ORIGINAL, Stage.keep(2, 4));
        counting.forget();
        answers(company, List.of(arm("reads in layer 1", reading)));
        // Layer 0: two prefixes, four questions; layer 1 whole; then four tokens less.
        int whole = prefix + suffix;
        assertThat(counting.rowsRun()).isEqualTo(2 * prefix + 4 * suffix + 4 * whole + 2 * 4 * (whole - 4));

        Method blind = Fakes.method(COLUMN, PositionPolicy.ORIGINAL, Stage.keep(2, 4));
        counting.forget();
        answers(company, List.of(arm("does not read", blind)));
        assertThat(counting.rowsRun()).isEqualTo(2 * (2 * prefix + 2 * (prefix - 4)) + 4 * LAYERS * suffix);
    }

    @Test
    void armsGoTogetherOnlyIfTheyMixAlike() {
        TokenRanker quarter = Fakes.merging(0.25f);
        List<TreeArm> arms = List.of(
                arm("quarter", Fakes.method(quarter, PositionPolicy.ORIGINAL, Stage.keep(2, 4))),
                arm("again", Fakes.method(quarter, PositionPolicy.ORIGINAL, Stage.keep(2, 4))));
        Company company = Company.apart(List.of(asked(0, 0)));
        int length = company.questions().get(0).prompt().length();
        counting.forget();
        answers(company, arms);
        assertThat(counting.rowsRun()).isEqualTo(2 * length + 2 * (length - 4));

        // One ranker that mixes by the seed of the arm: the same tokens stay, and other values.
        TokenRanker drawing = Fakes.ranker(
                context -> Fakes.merging(context.random(0).nextFloat()).rank(context));
        List<TreeArm> parting = List.of(
                arm("one", Fakes.method(drawing, PositionPolicy.ORIGINAL, Stage.keep(2, 4))),
                arm("other", Fakes.method(drawing, PositionPolicy.ORIGINAL, Stage.keep(2, 4))));
        counting.forget();
        answers(company, parting);
        assertThat(counting.rowsRun()).isEqualTo(2 * length + 2 * 2 * (length - 4));
    }

    @Test
    void armsWithOneRankerAskItOnce() {
        int[] asked = {0};
        TokenRanker counted = Fakes.ranker(context -> {
            asked[0]++;
            return COLUMN.rank(context);
        });
        Company company = Company.apart(List.of(asked(0, 0)));
        List<TreeArm> arms = IntStream.of(2, 3, 4)
                .mapToObj(keep ->
                        arm("keeps " + keep, Fakes.method(counted, PositionPolicy.ORIGINAL, Stage.keep(2, keep))))
                .toList();
        answers(company, arms);
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void aRankerThatAsksForTheCountOrDrawsIsAskedByEachArmThatDiffers() {
        int[] asked = {0};
        TokenRanker byCount = Fakes.ranker(context -> {
            asked[0] += context.keep() > 0 ? 1 : 0;
            return COLUMN.rank(context);
        });
        TokenRanker drawing = Fakes.ranker(context -> {
            asked[0]++;
            return Fakes.random().rank(context);
        });
        Company company = Company.apart(List.of(asked(0, 0)));
        answers(
                company,
                List.of(
                        arm("a", Fakes.method(byCount, PositionPolicy.ORIGINAL, Stage.keep(2, 2))),
                        arm("b", Fakes.method(byCount, PositionPolicy.CONTIGUOUS, Stage.keep(2, 2))),
                        arm("c", Fakes.method(byCount, PositionPolicy.ORIGINAL, Stage.keep(2, 3)))));
        assertThat(asked[0]).isEqualTo(2);
        asked[0] = 0;
        answers(
                company,
                List.of(
                        arm("a", Fakes.method(drawing, PositionPolicy.ORIGINAL, Stage.keep(2, 2))),
                        arm("a", Fakes.method(drawing, PositionPolicy.ORIGINAL, Stage.keep(2, 3))),
                        arm("b", Fakes.method(drawing, PositionPolicy.ORIGINAL, Stage.keep(2, 2)))));
        assertThat(asked[0]).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void eachArmAnswersBitForBitAsItDoesAlone(int batch) {
        List<Asked> questions =
                IntStream.range(0, batch).mapToObj(image -> asked(image, 0)).toList();
        assertLikeAlone(Company.apart(questions), 0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "2, 2", "3, 4", "3, 8"})
    void eachArmAnswersQuestionsThatShareTheirImageAsItDoesAlone(int images, int size) {
        List<Asked> questions = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            for (int question = 0; question < ABOUT_ONE.size(); question++) {
                questions.add(asked(image, question));
            }
        }
        assertLikeAlone(families(questions, size), 1e-5);
    }

    @Test
    void anArmsNumbersDoNotDependOnTheOtherArms() {
        Company company = families(List.of(asked(0, 0), asked(0, 1), asked(1, 0), asked(1, 2)), 4);
        List<TreeArm> arms = everyKind();
        Map<String, List<Answer>> together = answers(company, arms);
        for (int arm = 0; arm < arms.size(); arm++) {
            int only = arm;
            Map<String, List<Answer>> alone = answers(company, arms, (one, group) -> one == only);
            alone.forEach((key, answers) -> assertSame(key, answers, given(together, key), 0));
            assertThat(alone).hasSize(company.groups().size());
        }
    }

    @Test
    void whatIsNotWantedIsLeftOutAndChangesNoOrder() {
        Company company = families(List.of(asked(0, 0), asked(0, 1), asked(1, 0), asked(1, 2)), 4);
        List<TreeArm> arms = everyKind();
        List<String> order = List.copyOf(answers(company, arms).keySet());
        for (int missing = 1; missing < order.size(); missing++) {
            List<String> rest = order.subList(missing, order.size());
            Map<String, List<Answer>> given = answers(company, arms, (arm, group) -> rest.contains(arm + " " + group));
            assertThat(given.keySet()).containsExactlyElementsOf(rest);
        }
    }

    @Test
    void anArmWhoseRankerKeepsDifferentNumbersAnswersEachQuestionByItself() {
        Company company = Company.apart(List.of(asked(0, 0), asked(1, 0), asked(2, 0)));
        Method uneven = Fakes.method(Fakes.uneven(), PositionPolicy.ORIGINAL, Stage.keep(2, 6));
        Map<String, List<Answer>> answers = answers(company, List.of(arm("full", Fakes.full()), arm("uneven", uneven)));
        assertThat(given(answers, "1 0").stream()
                        .map(answer -> answer.stages().get(0).kept().length)
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void anArmThatPartsInOneGroupGoesOnTogetherInTheOthersAndAnswersEachOnce() {
        List<Asked> questions = new ArrayList<>();
        for (int image = 0; image < 4; image++) {
            questions.add(asked(image, 0));
            questions.add(asked(image, 1));
        }
        Method reading = Fakes.method(Fakes.unevenReading(), PositionPolicy.ORIGINAL, Stage.keep(2, 6));
        Map<String, List<Answer>> answers = answers(families(questions, 2), List.of(arm("reading", reading)));
        List<Long> numbers = answers.values().stream()
                .map(group -> group.stream()
                        .map(answer -> answer.stages().get(0).kept().length)
                        .distinct()
                        .count())
                .toList();
        assertThat(numbers).contains(1L, 2L);
    }

    @Test
    void leavesNoHandleBehind() {
        Company company = families(List.of(asked(0, 0), asked(0, 1), asked(1, 0), asked(1, 2)), 2);
        HandleLeaks leaks = HandleLeaks.watch(toy.manager());
        answers(company, everyKind());
        leaks.assertNone();
    }

    @Test
    void leavesNoHandleBehindWhenARankerOrTheTakerOfAnAnswerFails() {
        Company company = families(List.of(asked(0, 0), asked(0, 1)), 2);
        HandleLeaks leaks = HandleLeaks.watch(toy.manager());
        Method broken = Fakes.method(Fakes.constant(Float.NaN), PositionPolicy.ORIGINAL, Stage.keep(2, 3));
        assertThatThrownBy(() -> answers(company, List.of(arm("full", Fakes.full()), arm("broken", broken))))
                .isInstanceOf(FailedRunException.class)
                .hasMessageContaining("found NaN for token 0 at the stage before layer 2");
        assertThatThrownBy(() -> tree(everyKind()).answer(company, features(company), (arm, group) -> true, answers -> {
                    throw new IllegalStateException("full disk");
                }))
                .hasMessage("full disk");
        closeFeatures();
        leaks.assertNone();
    }

    @Test
    void holdsOneWayDownAtATime() {
        List<TreeArm> arms = IntStream.rangeClosed(1, 7)
                .mapToObj(keep ->
                        arm("keeps " + keep, Fakes.method(COLUMN, PositionPolicy.ORIGINAL, Stage.keep(1, keep))))
                .toList();
        Company company = Company.apart(List.of(asked(0, 0)));
        counting.forget();
        answers(company, arms);
        int many = counting.mostTensors();
        counting.forget();
        answers(company, arms.subList(0, 2));
        assertThat(many).isEqualTo(counting.mostTensors());
    }

    /** Arms of every kind: rankers that read and that do not, that draw, several stages, both policies, none at all. */
    private static List<TreeArm> everyKind() {
        List<TreeArm> arms = new ArrayList<>();
        arms.add(arm("full", Fakes.full()));
        TokenRanker random = Fakes.random();
        for (PositionPolicy positions : PositionPolicy.values()) {
            arms.add(arm("column" + positions, Fakes.method(COLUMN, positions, Stage.keep(1, 4), Stage.keep(3, 2))));
            arms.add(arm("fewer" + positions, Fakes.method(COLUMN, positions, Stage.keep(1, 3), Stage.keep(3, 3))));
            arms.add(arm("before" + positions, Fakes.method(COLUMN, positions, Stage.keep(0, 5))));
            arms.add(arm("all" + positions, Fakes.method(COLUMN, positions, Stage.keep(2, 8))));
            arms.add(
                    arm("reading" + positions, Fakes.method(ATTENTION, positions, Stage.keep(1, 5), Stage.keep(2, 2))));
            arms.add(arm(
                    "reversed" + positions,
                    Fakes.method(new ReversedRanker(ATTENTION), positions, Stage.keep(1, 5), Stage.keep(2, 2))));
            arms.add(arm("late" + positions, Fakes.method(ATTENTION, positions, Stage.keep(3, 2))));
            arms.add(arm("random" + positions, Fakes.method(random, positions, Stage.keep(2, 3))));
            arms.add(new TreeArm(
                    Fakes.method(random, positions, Stage.keep(2, 3)), new Seeds(17, "random" + positions, 1)));
            arms.add(arm("merging" + positions, Fakes.method(MERGING, positions, Stage.keep(1, 4), Stage.keep(2, 3))));
            arms.add(arm("uneven" + positions, Fakes.method(Fakes.uneven(), positions, Stage.keep(2, 6))));
            arms.add(arm("reads" + positions, Fakes.method(Fakes.unevenReading(), positions, Stage.keep(2, 6))));
        }
        arms.add(arm(
                "text only",
                new Method(
                        Optional.empty(),
                        Fakes.scheduler(List.of(new Stage(Point.decoder(0), new Action.DropAll()))),
                        PositionPolicy.ORIGINAL)));
        return arms;
    }

    /** Compares with {@link BatchRun}, which runs one arm after the other and shares nothing. */
    private void assertLikeAlone(Company company, double tolerance) {
        List<TreeArm> arms = everyKind();
        Map<String, List<Answer>> answers = answers(company, arms);
        BatchRun runner = new BatchRun(backbone, System::nanoTime, TOKENS);
        try (VisualFeatures features = features(company)) {
            for (int arm = 0; arm < arms.size(); arm++) {
                for (int group = 0; group < company.groups().size(); group++) {
                    List<Answer> alone = runner.answer(
                            arms.get(arm).method(),
                            company.groups().get(group).questions(),
                            features,
                            arms.get(arm).seeds());
                    assertSame(arm + " " + group, given(answers, arm + " " + group), alone, tolerance);
                }
            }
        }
    }

    private static void assertSame(String what, List<Answer> actual, List<Answer> expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            Answer one = actual.get(i);
            Answer other = expected.get(i);
            assertThat(one.written().tokens())
                    .as(what)
                    .isEqualTo(other.written().tokens());
            assertThat(one.layers()).as(what).isEqualTo(other.layers());
            assertThat(kept(one)).as(what).isEqualTo(kept(other));
            for (int step = 0; step < one.written().logProbabilities().size(); step++) {
                double value = other.written().logProbabilities().get(step);
                assertThat(Math.abs(one.written().logProbabilities().get(step) - value))
                        .as(what)
                        .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(value)));
            }
        }
    }

    private static List<List<Integer>> kept(Answer answer) {
        return answer.stages().stream()
                .map(stage -> IntStream.of(stage.kept()).boxed().toList())
                .toList();
    }

    private static List<Answer> given(Map<String, List<Answer>> answers, String key) {
        return answers.getOrDefault(key, List.of());
    }

    private Map<String, List<Answer>> answers(Company company, List<TreeArm> arms) {
        return answers(company, arms, (arm, group) -> true);
    }

    /** By number of the arm and number of the group, in the order in which they came. */
    private Map<String, List<Answer>> answers(Company company, List<TreeArm> arms, AblationTree.Wanted wanted) {
        Map<String, List<Answer>> answers = new java.util.LinkedHashMap<>();
        try (VisualFeatures features = features(company)) {
            tree(arms).answer(company, features, wanted, given -> {
                List<Answer> before = answers.put(given.arm() + " " + given.group(), given.answers());
                assertThat(before).as("answers of %s given twice", given).isNull();
            });
        }
        return answers;
    }

    private AblationTree tree(List<TreeArm> arms) {
        return new AblationTree(backbone, System::nanoTime, TOKENS, arms);
    }

    private final List<VisualFeatures> opened = new ArrayList<>();

    private VisualFeatures features(Company company) {
        List<Image> images = company.questions().stream()
                .flatMap(question -> question.prompt().images().stream())
                .distinct()
                .toList();
        VisualFeatures features = backbone.encode(images, Set.of());
        opened.add(features);
        return features;
    }

    private void closeFeatures() {
        opened.forEach(VisualFeatures::close);
    }

    private static TreeArm arm(String name, Method method) {
        return new TreeArm(method, new Seeds(17, name, 0));
    }

    private final Map<Integer, Image> pictures = new HashMap<>();

    private Asked asked(int image, int question) {
        Image picture = pictures.computeIfAbsent(image, Pictures::noise);
        return new Asked(
                image + "-" + question,
                "image " + image,
                backbone.prompt(Conversation.raw(ABOUT_ONE.get(question), List.of(picture))));
    }

    private static Company families(List<Asked> questions, int size) {
        Map<String, List<Asked>> families = new java.util.LinkedHashMap<>();
        questions.forEach(one -> families.computeIfAbsent(one.images(), unused -> new ArrayList<>())
                .add(one));
        return Company.families(List.copyOf(families.values()), size);
    }
}
