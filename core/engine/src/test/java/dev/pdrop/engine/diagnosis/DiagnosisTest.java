// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.Fakes;
import dev.pdrop.engine.Method;
import dev.pdrop.engine.Seeds;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.engine.tree.Companies;
import dev.pdrop.engine.tree.Company;
import dev.pdrop.engine.tree.TreeArm;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Image;
import dev.pdrop.spi.ImageSpan;
import dev.pdrop.spi.Mixture;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.VisualToken;
import dev.pdrop.testing.AssertingBackbone;
import dev.pdrop.testing.Pictures;
import dev.pdrop.testing.toy.ToyBackbone;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two questions about two images of two rows of two tokens. */
final class DiagnosisTest {

    private static final Object RANKER = "ranker";
    private static final Asked ONE = asked("one");
    private static final Asked OTHER = asked("other");

    @Test
    void saysWhereOnTheGridTokensStay() {
        ArmChoices arm = arm("arm", RANKER, List.of(keep(2, 2, 3)), List.of(keep(2, 1, 3)));
        Diagnosis diagnosis = Diagnosis.of(List.of(arm), (asked, token) -> token.row() == 0);
        assertThat(diagnosis)
                .extracting(
                        Diagnosis::questions,
                        Diagnosis::images,
                        Diagnosis::rows,
                        Diagnosis::columns,
                        Diagnosis::padding)
                .containsExactly(2, 2, 2, 2, 0.5);
        StageDiagnosis stage = diagnosis.arms().get(0).stages().get(0);
        assertThat(stage.layer()).isEqualTo(2);
        assertThat(stage.ranked()).isEqualTo(4);
        assertThat(stage.kept()).isEqualTo(2);
        // Token 3 twice, 1 and 2 once each.
        assertThat(stage.rows()).containsExactly(0.25, 0.75);
        assertThat(stage.columns()).containsExactly(0.25, 0.75);
        // Half a half and two quarters: one and a half bits of two.
        assertThat(stage.spatialEntropy().orElseThrow()).isCloseTo(0.75, within(1e-12));
        // At random each of four places is kept twice in a quarter of all cases: two bits less a half, of two bits.
        assertThat(stage.chanceEntropy().orElseThrow()).isCloseTo(0.75, within(1e-12));
        assertThat(stage.spread().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(stage.padding()).contains(0.25);
    }

    @Test
    void saysNothingOfPaddingWhereThereIsNone() {
        ArmChoices arm = arm("arm", RANKER, List.of(keep(2, 2, 3)), List.of(keep(2, 1, 3)));
        Diagnosis diagnosis = Diagnosis.of(List.of(arm), (asked, token) -> false);
        assertThat(diagnosis.padding()).isZero();
        assertThat(diagnosis.arms().get(0).stages().get(0).padding()).isEmpty();
    }

    @Test
    void saysHowFarTwoArmsAgreeAndHowFarChanceWould() {
        ArmChoices first = arm("first", RANKER, List.of(keep(2, 0, 1, 2), keep(3, 0, 1)), List.of(keep(2, 0, 1)));
        ArmChoices second = arm("second", "other", List.of(keep(1, 1, 2)), List.of(keep(1, 0, 1)));
        ArmChoices untouched = arm("untouched", "none", List.of(), List.of());
        ArmChoices blind = arm("blind", "none", List.of(keep(1)), List.of(keep(1)));
        List<ArmOverlap> overlaps = Diagnosis.of(List.of(first, untouched, second, blind), (asked, token) -> false)
                .overlaps();
        assertThat(overlaps).hasSize(1);
        // One token of three, and both of two; by chance one expected of two and two out of four.
        assertThat(overlaps.get(0)).isEqualTo(new ArmOverlap("first", "second", (1 / 3.0 + 1) / 2, 1 / 3.0, 2));
    }

    @Test
    void saysHowFarTheStagesOfAnArmOrderTokensAlike() {
        StageOutcome early = scored(1, new int[] {0, 1, 2, 3}, new int[] {1, 2, 3}, 0, 3, 2, 1);
        StageOutcome turned = scored(3, new int[] {1, 2, 3}, new int[] {3}, 1, 2, 3);
        StageOutcome alike = scored(3, new int[] {1, 2, 3}, new int[] {1}, 9, 5, 4);
        ArmChoices arm = arm("arm", RANKER, List.of(early, turned), List.of(early, alike));
        assertThat(Diagnosis.of(List.of(arm), (asked, token) -> false).agreements())
                .containsExactly(new LayerAgreement("arm", 1, "arm", 3, 0, 2));
    }

    @Test
    void saysHowFarOneRankerOrdersTokensAlikeAtTwoLayers() {
        int[] all = {0, 1, 2, 3};
        ArmChoices early = same("early", RANKER, scored(1, all, new int[] {0}, 4, 3, 2, 1));
        ArmChoices more = same("more", RANKER, scored(1, all, new int[] {0, 1}, 4, 3, 2, 1));
        ArmChoices late = same("late", RANKER, scored(2, all, new int[] {3}, 1, 2, 3, 4));
        ArmChoices foreign = same("foreign", "other", scored(3, all, new int[] {3}, 1, 2, 3, 4));
        ArmChoices silent = same("silent", RANKER, keep(3, 1));
        List<ArmChoices> arms = List.of(late, early, more, foreign, silent);
        assertThat(Diagnosis.of(arms, (asked, token) -> false).agreements())
                .containsExactly(new LayerAgreement("early", 1, "late", 2, -1, 2));
    }

    @Test
    void watchesArmsChooseInTheTreeThatTheyAnswerIn() {
        try (AssertingBackbone toy =
                new AssertingBackbone(new ToyBackbone(ToyConfig.small().withLayers(4)))) {
            Method method = Fakes.method(Fakes.byColumn(), PositionPolicy.ORIGINAL, Stage.keep(1, 4), Stage.keep(3, 2));
            Image image = Pictures.noise(1, 8, 8);
            Companies companies = new Companies(layout -> 2, true);
            List<Company> all = new ArrayList<>();
            for (String text :
                    List.of("<image> is this red ?", "<image> what is the shape ?", "<image> what is red ?")) {
                Prompt prompt = toy.prompt(Conversation.question(text, List.of(image)));
                companies.add(new Asked(text, "image", prompt)).ifPresent(all::add);
            }
            all.addAll(companies.rest());
            List<ArmChoices> choices = new ChoiceWatch(toy)
                    .watch(List.of(watched("full", Fakes.full()), watched("by column", method)), all);
            assertThat(choices).extracting(ArmChoices::arm).containsExactly("full", "by column");
            assertThat(choices.get(0).questions()).allMatch(one -> one.stages().isEmpty());
            assertThat(choices.get(1).questions())
                    .extracting(one -> one.question().id())
                    .containsExactlyElementsOf(choices.get(0).questions().stream()
                            .map(one -> one.question().id())
                            .toList())
                    .hasSize(3);
            Diagnosis diagnosis = Diagnosis.of(
                    choices,
                    (asked, token) -> toy.region(asked.prompt().images().get(token.image()), token)
                            .orElseThrow()
                            .isPadding());
            assertThat(diagnosis.images()).isEqualTo(1);
            assertThat(diagnosis.arms().get(1).stages())
                    .extracting(StageDiagnosis::layer)
                    .containsExactly(1, 3);
        }
    }

    private static ChoiceWatch.Watched watched(String name, Method method) {
        return new ChoiceWatch.Watched(name, name, new TreeArm(method, new Seeds(1, name, 0)));
    }

    @SafeVarargs
    private static ArmChoices arm(String name, Object ranker, List<StageOutcome>... stages) {
        List<Asked> asked = List.of(ONE, OTHER);
        return new ArmChoices(
                name,
                ranker,
                IntStream.range(0, stages.length)
                        .mapToObj(i -> new ArmChoices.OnQuestion(asked.get(i), stages[i]))
                        .toList());
    }

    private static ArmChoices same(String name, Object ranker, StageOutcome stage) {
        return arm(name, ranker, List.of(stage), List.of(stage));
    }

    private static StageOutcome keep(int layer, int... kept) {
        return scored(layer, new int[] {0, 1, 2, 3}, kept);
    }

    private static StageOutcome scored(int layer, int[] before, int[] kept, float... scores) {
        int[] places = IntStream.of(kept)
                .map(index -> Arrays.binarySearch(before, index))
                .toArray();
        return new StageOutcome(Stage.keep(layer, kept.length), before, Mixture.of(places), scores, Double.NaN);
    }

    private static Asked asked(String id) {
        List<VisualToken> tokens = IntStream.range(0, 4)
                .mapToObj(i -> new VisualToken(0, 0, i / 2, i % 2))
                .toList();
        Prompt prompt = new Prompt(
                new int[] {9, 9, 9, 9, 1},
                List.of(new ImageSpan(0, 0, 4)),
                tokens,
                List.of(Pictures.noise(1, 2, 2)),
                List.of());
        return new Asked(id, id, prompt);
    }
}
