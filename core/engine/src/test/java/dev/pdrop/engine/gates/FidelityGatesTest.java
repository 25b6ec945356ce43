// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.pdrop.engine.Answer;
import dev.pdrop.engine.Asked;
import dev.pdrop.engine.BatchRun;
import dev.pdrop.engine.Fakes;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.NamedArm;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.DecoderState;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Retention;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualFeatures;
import dev.pdrop.testing.AssertingBackbone;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four layers, eight visual tokens an image, three questions on each of two images. */
final class FidelityGatesTest {

    private static final List<String> QUESTIONS =
            List.of("<image> what is this ?", "<image> what is the colour of this ?", "<image> what is that ?");

    private static final Method DROPPING =
            Fakes.method(Fakes.byColumn(), PositionPolicy.ORIGINAL, Stage.keep(1, 4), Stage.keep(3, 2));

    private static final Method MERGING =
            Fakes.method(Fakes.merging(0.25f), PositionPolicy.CONTIGUOUS, Stage.keep(0, 6), Stage.keep(2, 3));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRightBackbonePassesWithEveryKindOfArm(boolean sharing) {
        try (ToyBackbone toy = new ToyBackbone(ToyConfig.small().withLayers(4));
                Backbone backbone = new AssertingBackbone(toy)) {
            List<NamedArm> arms = List.of(
                    arm("column", DROPPING),
                    arm("random", Fakes.method(Fakes.random(), PositionPolicy.CONTIGUOUS, Stage.keep(0, 3))),
                    arm(
                            "attention",
                            Fakes.method(
                                    Fakes.byAttentionOfTheLayerBefore(),
                                    PositionPolicy.CONTIGUOUS,
                                    Stage.keep(2, 5),
                                    Stage.keep(3, 0))),
                    arm("merging", MERGING));
            List<GateResult> results = check(backbone, sharing, arms);
            assertThat(results).hasSize(4 * 6).allMatch(result -> result.outcome() == Outcome.PASSED);
        }
    }

    @Test
    void saysWhatItFoundOfAnArmThatDrops() {
        try (Backbone backbone = new ToyBackbone(ToyConfig.small().withLayers(4))) {
            List<GateResult> results = check(backbone, true, List.of(arm("column", DROPPING)));
            assertThat(results)
                    .extracting(GateResult::gate)
                    .containsExactly(
                            "keep-all",
                            "kept-tokens",
                            "text-intact",
                            "planned-counts",
                            "changed-count",
                            "rising-positions");
            assertThat(found(results, "keep-all")).isEqualTo("the same bits");
            assertThat(found(results, "planned-counts")).isEqualTo("that, in 6 questions");
            // Of 13 rows in four layers, 4 are dropped in two of them and 6 in one.
            assertThat(found(results, "changed-count")).isEqualTo("that: 38 cached rows instead of 52");
        }
    }

    @Test
    void isNotConcernedWithWhatAnArmDoesNotDo() {
        Method withdrawing = new Method(
                Optional.empty(),
                Fakes.scheduler(List.of(new Stage(Point.decoder(2), new Action.DropAll()))),
                PositionPolicy.ORIGINAL);
        Method choosing = Fakes.method(Fakes.uneven(), PositionPolicy.ORIGINAL, Stage.keep(1, 6));
        try (Backbone backbone = new ToyBackbone(ToyConfig.small().withLayers(4))) {
            List<GateResult> results = check(
                    backbone,
                    true,
                    List.of(arm("full", Fakes.full()), arm("withdraw", withdrawing), arm("choosing", choosing)));
            assertThat(results).noneMatch(GateResult::failed);
            assertThat(results)
                    .filteredOn(result -> result.outcome() == Outcome.NOT_APPLICABLE)
                    .extracting(result -> result.arm() + " " + result.gate())
                    .containsExactly("full keep-all", "full kept-tokens", "full changed-count", "choosing keep-all");
        }
    }

    @Test
    void findsARowOfTextThatIsDropped() {
        assertThat(failures(new DropsText()))
                .contains(
                        "text-intact: expected every row of text in its place at every step, unchanged by drops, found"
                                + " 4 rows of text instead of 5 before layer 1");
    }

    @Test
    void findsTextThatIsChanged() {
        assertThat(failures(new ChangesText()))
                .containsExactly(
                        "text-intact: expected every row of text in its place at every step, unchanged by drops,"
                                + " found other values in the row of text 0 before layer 1");
    }

    @Test
    void findsACountThatIsIgnored() {
        assertThat(failures(new IgnoresTheCount()))
                .contains(
                        "kept-tokens: expected the chosen visual tokens and no others behind every drop, ascending, each"
                                + " once, with the values that they had, found 8 visual tokens instead of 4 before layer"
                                + " 1",
                        "planned-counts: expected as many visual tokens into each layer, and as many cached keys and"
                                + " values, as the schedule says, found 8 visual tokens instead of 4 into layer 1 in the"
                                + " question 0-0",
                        "changed-count: expected fewer cached rows behind each drop than where everything is kept, by as"
                                + " many as are dropped, found 0 fewer in layer 1 (13 rows) instead of 4 in the question"
                                + " 0-0");
    }

    @Test
    void findsTokensThatAreShuffled() {
        assertThat(failures(new Shuffles()))
                .contains("kept-tokens: expected the chosen visual tokens and no others behind every drop, ascending,"
                        + " each once, with the values that they had, found indices that do not ascend before layer 1");
    }

    @Test
    void findsOtherTokensUnderTheNamesOfTheChosen() {
        assertThat(failures(new KeepsOthers()))
                .contains("kept-tokens: expected the chosen visual tokens and no others behind every drop, ascending,"
                        + " each once, with the values that they had, found other values in the row of the visual token"
                        + " 2 before layer 1");
    }

    @Test
    void findsTokensThatAreDroppedWhereTheyWereToBeMerged() {
        try (Backbone broken = new DropsInsteadOfMerging()) {
            assertThat(check(broken, true, List.of(arm("merging", MERGING))))
                    .filteredOn(GateResult::failed)
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.gate()).isEqualTo("kept-tokens");
                        assertThat(result.found())
                                .isEqualTo("other values in the row of the visual token 0 before layer 0");
                    });
        }
    }

    @Test
    void findsTheLastBitOfALogitThatIsChanged() {
        assertThat(failures(new Perturbs()))
                .singleElement()
                .asString()
                .matches(
                        "keep-all: expected logits of the untouched model, bit for bit, behind the prompt and in two decoding"
                                + " steps, if everything is kept, found \\S+ instead of \\S+ for token 0 behind the prompt");
    }

    @Test
    void findsACacheThatGrowsByItself() {
        assertThat(failures(new CachesMore()))
                .contains("planned-counts: expected as many visual tokens into each layer, and as many cached keys and"
                        + " values, as the schedule says, found 14 cached rows instead of 13 in layer 0 in the question"
                        + " 0-0");
    }

    @Test
    void findsAPositionThatIsThereTwice() {
        assertThat(failures(new RepeatsAPosition()))
                .containsExactly(
                        "rising-positions: expected position ids that rise from row to row at every step, found"
                                + " position 0 behind 0 in row 1 before layer 1");
    }

    @Test
    void severalAxesRiseByTheFirstOneOnWhichRowsDiffer() {
        assertThat(failures(new OnThreeAxes(4, 5, 6))).isEmpty();
        assertThat(failures(new OnThreeAxes(4, 6, 5)))
                .containsExactly(
                        "rising-positions: expected position ids that rise from row to row at every step, found"
                                + " position 1, 2, 5 behind 1, 2, 6 in row 3 before layer 0");
        assertThat(failures(new OnThreeAxes(4, 5, 60)))
                .containsExactly(
                        "rising-positions: expected position ids that rise from row to row at every step, found"
                                + " that the next row would get position 13 behind 60 before layer 0");
    }

    private static List<String> failures(Backbone broken) {
        try (broken) {
            return check(broken, false, List.of(arm("column", DROPPING))).stream()
                    .filter(GateResult::failed)
                    .map(result -> result.gate() + ": expected " + result.expected() + ", found " + result.found())
                    .toList();
        }
    }

    private static String found(List<GateResult> results, String gate) {
        return results.stream()
                .filter(result -> result.gate().equals(gate))
                .findFirst()
                .orElseThrow()
                .found();
    }

    private static NamedArm arm(String name, Method method) {
        return new NamedArm(name, method, new Seeds(5, name, 0));
    }

    /** As if a schedule had been read and never used. */
    @Test
    void findsStagesThatNeverTookPlace() {
        try (Backbone backbone = new ToyBackbone(ToyConfig.small().withLayers(4))) {
            Asked asked = company(backbone, false).questions().get(0);
            BatchRun runner = new BatchRun(backbone, System::nanoTime, 2);
            try (VisualFeatures features = backbone.encode(asked.prompt().images(), Set.of())) {
                Answer whole = runner.answer(Fakes.full(), List.of(asked), features, new Seeds(17, "arm", 0))
                        .get(0);
                Trial trial = new Trial(
                        List.of(new Trial.Question(
                                asked.id(), asked.prompt(), DROPPING.plan(backbone.geometry(), 8), whole)),
                        List.of(),
                        Optional.empty(),
                        List.of());
                assertThat(new PlannedCountsGate().check(trial).found())
                        .isEqualTo("8 visual tokens instead of 4 into layer 1 in the question " + asked.id());
                assertThat(new ChangedCountGate().check(trial).outcome()).isEqualTo(Outcome.FAILED);
            }
        }
    }

    private static List<GateResult> check(Backbone backbone, boolean sharing, List<NamedArm> arms) {
        return new FidelityGates(backbone, sharing).check(arms, company(backbone, sharing), arm -> {});
    }

    private static Company company(Backbone backbone, boolean sharing) {
        Companies companies = new Companies(layout -> 8, sharing);
        for (int image = 0; image < 2; image++) {
            List<Image> picture = List.of(Pictures.noise(image));
            for (int question = 0; question < QUESTIONS.size(); question++) {
                Conversation asked = Conversation.raw(QUESTIONS.get(question), picture);
                companies.add(new Asked(image + "-" + question, "image " + image, backbone.prompt(asked)));
            }
        }
        return companies.rest().get(0);
    }

    private static final class DropsText extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return new Lie(super.retain(state, kept, positions)) {
                @Override
                public int tokens() {
                    return super.tokens() - 1;
                }
            };
        }
    }

    private static final class ChangesText extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return new Lie(super.retain(state, kept, positions));
        }

        /** What comes of a drop shows other values in its first row. */
        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            DecoderState after = super.advance(state, layer, captures);
            if (!(state instanceof Lie) || layer > state.layer()) {
                return after;
            }
            return new Lie(after) {
                @Override
                public NDArray captured(Capture capture) {
                    NDArray values = super.captured(capture).duplicate();
                    values.set(new NDIndex("0, 0"), 7f);
                    return values;
                }
            };
        }
    }

    private static final class IgnoresTheCount extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] everything = new int[kept.batch()][];
            Arrays.fill(everything, IntStream.range(0, state.visualTokens()).toArray());
            return super.retain(state, new Retention(everything), positions);
        }
    }

    private static final class Shuffles extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return new Lie(super.retain(state, kept, positions)) {
                @Override
                public int[] visualIndices(int example) {
                    int[] indices = super.visualIndices(example);
                    return IntStream.range(0, indices.length)
                            .map(place -> indices[indices.length - 1 - place])
                            .toArray();
                }
            };
        }
    }

    private static final class DropsInsteadOfMerging extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] places =
                    IntStream.range(0, kept.batch()).mapToObj(kept::kept).toArray(int[][]::new);
            return super.retain(state, new Retention(places), positions);
        }
    }

    private static final class KeepsOthers extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            int[][] first = new int[kept.batch()][];
            Arrays.fill(first, IntStream.range(0, kept.visualTokens()).toArray());
            return new Lie(super.retain(state, new Retention(first), positions)) {
                @Override
                public int[] visualIndices(int example) {
                    int[] before = state.visualIndices(example);
                    return Arrays.stream(kept.kept(example))
                            .map(place -> before[place])
                            .toArray();
                }
            };
        }
    }

    private static final class Perturbs extends BrokenBackbone {
        private boolean dropped;

        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            dropped = true;
            return super.retain(state, kept, positions);
        }

        @Override
        public Logits logits(DecoderState state) {
            Logits logits = super.logits(state);
            if (!dropped) {
                return logits;
            }
            float[] values = new float[logits.batch() * logits.vocabulary()];
            for (int example = 0; example < logits.batch(); example++) {
                System.arraycopy(logits.row(example), 0, values, example * logits.vocabulary(), logits.vocabulary());
            }
            values[0] = Math.nextUp(values[0]);
            return new Logits(values, logits.vocabulary());
        }
    }

    private static final class CachesMore extends BrokenBackbone {
        @Override
        public DecoderState advance(DecoderState state, int layer, Set<Capture> captures) {
            return new Lie(super.advance(state, layer, captures)) {
                @Override
                public int keyValueTokens(int decoderLayer) {
                    return super.keyValueTokens(decoderLayer) + (decoderLayer == 0 ? 1 : 0);
                }
            };
        }

        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return super.retain(Lie.truth(state), kept, positions);
        }
    }

    /** Rows 1 to 3 stand at one time and in two rows, in columns of which the last two are in the second row. */
    private static final class OnThreeAxes extends BrokenBackbone {
        private final int[] columns;

        OnThreeAxes(int... columns) {
            this.columns = columns;
        }

        @Override
        public DecoderState embed(List<Prompt> batch, VisualFeatures features) {
            return new Lie(super.embed(batch, features)) {
                @Override
                public int[][] positionAxes(int example) {
                    int[] counted = super.positions(example);
                    int[] time = counted.clone();
                    int[] row = counted.clone();
                    int[] column = counted.clone();
                    Arrays.fill(time, 1, 4, 1);
                    Arrays.fill(row, 2, 4, 2);
                    System.arraycopy(columns, 0, column, 1, columns.length);
                    return new int[][] {time, row, column};
                }
            };
        }
    }

    private static final class RepeatsAPosition extends BrokenBackbone {
        @Override
        public DecoderState retain(DecoderState state, Retention kept, PositionPolicy positions) {
            return new Lie(super.retain(state, kept, positions)) {
                @Override
                public int[] positions(int example) {
                    int[] twice = super.positions(example);
                    twice[1] = twice[0];
                    return twice;
                }
            };
        }
    }
}
