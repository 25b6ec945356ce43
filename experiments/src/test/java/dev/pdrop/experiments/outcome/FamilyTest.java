// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Contrast.Difference;
import dev.pdrop.engine.statistics.Contrast.GainOverBest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FamilyTest {

    @Test
    void ofFewArmsEveryPairIsLookedAtThoseWithTheReferenceFirst() {
        Family family = Family.of(List.of("early", "full", "late"), List.of("full"));

        assertThat(family.pairs())
                .containsExactly(
                        new Difference("early", "full"),
                        new Difference("late", "full"),
                        new Difference("late", "early"));
        assertThat(family.rule()).isEqualTo("every pair of arms");
    }

    @Test
    void ofManyArmsEachIsHeldAgainstTheReferencesAlone() {
        List<String> arms = IntStream.range(0, 9).mapToObj(i -> "a" + i).toList();

        Family one = Family.of(arms, List.of("a3"));
        assertThat(one.pairs())
                .hasSize(8)
                .allMatch(pair -> pair.reference().equals("a3"))
                .extracting(Difference::arm)
                .containsExactly("a0", "a1", "a2", "a4", "a5", "a6", "a7", "a8");
        assertThat(one.rule()).isEqualTo("each arm against a3");

        Family two = Family.of(arms, List.of("a0", "a8"));
        assertThat(two.pairs()).hasSize(8 + 7).doesNotHaveDuplicates();
        assertThat(two.pairs()).contains(new Difference("a8", "a0")).doesNotContain(new Difference("a0", "a8"));
    }

    @Test
    void whatAnExperimentNamesTakesThePlaceOfTheRule() {
        List<String> arms = List.of("full", "a", "b", "c");

        Family family =
                Family.asked(arms, List.of("full"), List.of(new Difference("a", "b"), new Difference("full", "c")));
        assertThat(family.pairs())
                .as("c is held against full anyway")
                .containsExactly(
                        new Difference("a", "full"),
                        new Difference("b", "full"),
                        new Difference("c", "full"),
                        new Difference("a", "b"));
        assertThat(family.rule()).isEqualTo("each arm against full, the contrasts that the experiment names");
        assertThat(Family.asked(arms, List.of("full"), List.of()).rule()).isEqualTo("each arm against full");
    }

    /** Which of two methods is better must not be lost because rigour has brought controls along. */
    @Test
    void ofManyArmsThoseThatAreDeclaredAreHeldAgainstEachOtherToo() {
        List<String> arms = IntStream.range(0, 9).mapToObj(i -> "a" + i).toList();

        Family family = Family.of(arms, List.of("a0"), List.of("a0", "a1", "a2", "a3"));
        assertThat(family.pairs())
                .hasSize(8 + 3)
                .endsWith(new Difference("a2", "a1"), new Difference("a3", "a1"), new Difference("a3", "a2"));
        assertThat(family.rule()).isEqualTo("each arm against a0, every pair of declared arms");
        assertThat(Family.of(arms, List.of("a0"), List.of("a0", "a1")).rule()).isEqualTo("each arm against a0");
        assertThat(Family.of(arms, List.of("a0"), arms).pairs())
                .as("more than eight declared")
                .hasSize(8);
    }

    @Test
    void gainsAndRankingsBelongToTheFamilyAndNothingIsComparedTwice() {
        Family few = Family.of(List.of("m", "full", "r", "u"), List.of("full"))
                .with(List.of(new GainOverBest("m", List.of("r", "u"))), List.of(new Difference("m", "r")));

        assertThat(few.contrasts())
                .as("r and u against m are among the pairs, the other way round")
                .hasSize(7)
                .containsAll(few.pairs())
                .contains(new GainOverBest("m", List.of("r", "u")));
        assertThat(few.rule())
                .isEqualTo("every pair of arms, each method against its controls and the best of them, each layer's"
                        + " ranking against random");

        List<String> arms = IntStream.range(0, 9).mapToObj(i -> "a" + i).toList();
        Family many = Family.of(arms, List.of("a0"))
                .with(
                        List.of(new GainOverBest("a1", List.of("a2")), new GainOverBest("a3", List.of("a4", "a5"))),
                        List.of(new Difference("a1", "a2"), new Difference("a6", "a7")));
        assertThat(many.contrasts())
                .hasSize(8 + 5)
                .contains(
                        new Difference("a1", "a2"),
                        new Difference("a3", "a4"),
                        new Difference("a3", "a5"),
                        new Difference("a6", "a7"),
                        new GainOverBest("a3", List.of("a4", "a5")))
                .doesNotContain(new GainOverBest("a1", List.of("a2")));
    }

    @Test
    void oneArmHasNobodyToBeHeldAgainst() {
        assertThat(Family.of(List.of("full"), List.of("full")).pairs()).isEmpty();
        assertThat(Family.of(List.of(), List.of()).pairs()).isEmpty();
    }

    @Test
    void noPairComesTwiceHoweverManyArmsThereAre() {
        for (int size = 1; size <= Family.EVERY_PAIR_UP_TO; size++) {
            List<String> arms = IntStream.range(0, size).mapToObj(i -> "a" + i).toList();
            Family family = Family.of(arms, List.of("a" + size / 2));
            assertThat(family.pairs()).hasSize(size * (size - 1) / 2).doesNotHaveDuplicates();
        }
    }
}
