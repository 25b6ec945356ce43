// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.PositionPolicy;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.RankingBench.Situation;
import dev.pdrop.testing.toy.ToyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TokenRanker} promises, tried on a toy backbone at every layer at which it can rank.
 *
 * <p>Implement it in a test class and give the ranker.
 */
public interface TokenRankerContract {

    /** The ranker under test, the same configuration each time. */
    TokenRanker ranker();

    /** The toy model it is tried on. */
    default ToyConfig model() {
        return ToyConfig.small().withLayers(4);
    }

    /** Somewhere it can rank, and what it needs has been computed when a stage there is reached. */
    @Test
    default void needsOnlyWhatHasBeenComputed() {
        onEachLayer((bench, situation) -> {
            Point at = Point.decoder(situation.layer());
            for (Capture need : ranker().needs(at)) {
                assertThat(bench.backbone().supports(need))
                        .as("the toy backbone supports %s", need)
                        .isTrue();
                assertThat(need.point()).as("point of a need %s", at).isLessThanOrEqualTo(at);
            }
        });
    }

    /** There is a finite score for each visual token and only for those, from what it declared and nothing else. */
    @Test
    default void judgesEachVisualTokenAndOnlyThose() {
        onEachLayer((bench, situation) -> assertThat(bench.rank(situation)).hasDimensions(3, model().visualTokens()));
    }

    /** What says that it gives scores gives them: it may be turned round. */
    @Test
    default void saysWhetherItGivesScores() {
        onEachLayer((bench, situation) -> {
            Set<Capture> needs = ranker().needs(Point.decoder(situation.layer()));
            bench.visit(
                    situation,
                    needs,
                    state -> assertThat(bench.givesScores(situation, state)).isEqualTo(ranker().givesScores()));
        });
    }

    /** Equal contexts give equal rankings, to the bit. */
    @Test
    default void judgesEqualContextsEqually() {
        onEachLayer((bench, situation) -> assertThat(bench.rank(situation)).isDeepEqualTo(bench.rank(situation)));
    }

    /** What it is handed is borrowed: not changed, not closed, not moved. */
    @Test
    default void leavesItsArgumentsAsTheyWere() {
        onEachLayer((bench, situation) -> {
            Set<Capture> needs = ranker().needs(Point.decoder(situation.layer()));
            bench.visit(situation, needs, state -> {
                Map<Capture, float[]> values = new HashMap<>();
                Map<Capture, NDManager> managers = new HashMap<>();
                needs.forEach(need -> {
                    values.put(need, state.captured(need).toFloatArray());
                    managers.put(need, state.captured(need).getManager());
                });
                bench.rank(situation, state);
                needs.forEach(need -> {
                    NDArray value = state.captured(need);
                    assertThat(value.getManager()).as("manager of %s", need).isSameAs(managers.get(need));
                    assertThat(value.toFloatArray()).as("value of %s", need).isEqualTo(values.get(need));
                });
            });
        });
    }

    /** What it makes belongs to the manager of the context and goes with it; nothing lands beside the captures. */
    @Test
    default void leaksNothing() {
        onEachLayer((bench, situation) -> {
            Set<Capture> needs = ranker().needs(Point.decoder(situation.layer()));
            bench.visit(situation, needs, state -> {
                HandleLeaks leaks = HandleLeaks.watch(bench.backbone().manager());
                bench.rank(situation, state);
                leaks.assertNone();
            });
        });
    }

    /** An example is judged alike in a batch and alone. */
    @Test
    default void judgesABatchLikeEachExampleAlone() {
        onEachLayer((bench, situation) -> {
            float[][] together = bench.rank(situation);
            for (int example = 0; example < together.length; example++) {
                Situation alone = situation.with(List.of(RankingBench.BATCH.get(example)), example);
                Closeness.assertClose("example " + example, together[example], bench.rank(alone)[0], 1e-5);
            }
        });
    }

    /** The tokens of several images are judged jointly. */
    @Test
    default void judgesSeveralImagesJointly() {
        onEachLayer((bench, situation) -> {
            Situation two = situation.with(List.of(RankingBench.TWO_IMAGES, RankingBench.TWO_IMAGES), 0);
            assertThat(bench.rank(two)).hasDimensions(2, 2 * model().visualTokens());
        });
    }

    /** What an earlier stage left is judged, whichever tokens and positions those are. */
    @Test
    default void judgesWhatAnEarlierStageLeft() {
        onEachLayer((bench, situation) -> {
            for (PositionPolicy policy : PositionPolicy.values()) {
                float[][] together = bench.rank(situation.after(policy));
                assertThat(together).hasDimensions(3, model().visualTokens() / 2);
                Situation two = situation.with(List.of(RankingBench.TWO_IMAGES), 0);
                assertThat(bench.rank(two.after(policy))).hasDimensions(1, model().visualTokens());
            }
        });
    }

    /** Each need that it declares is one that it looks at, and without which it stops. */
    @Test
    default void stopsWithoutADeclaredNeed() {
        onEachLayer((bench, situation) -> {
            Set<Capture> needs = ranker().needs(Point.decoder(situation.layer()));
            for (Capture missing : needs) {
                Set<Capture> others = new HashSet<>(needs);
                others.remove(missing);
                bench.visit(
                        situation,
                        others,
                        state -> assertThatThrownBy(() -> bench.rank(situation, state))
                                .as("ranking without %s", missing)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(missing.toString()));
            }
        });
    }

    /** If it says that it does not look at the text, another question changes nothing. */
    @Test
    default void looksAtTheTextOnlyIfItSaysSo() {
        onEachLayer((bench, situation) -> {
            if (ranker().looksAtText()) {
                return;
            }
            List<Conversation> others = new ArrayList<>();
            RankingBench.BATCH.forEach(
                    each -> others.add(Conversation.raw("<image> tell me about this ?", each.images())));
            float[][] verdict = bench.rank(situation);
            float[][] other = bench.rank(situation.with(others, 0));
            for (int example = 0; example < verdict.length; example++) {
                Closeness.assertClose("example " + example, other[example], verdict[example], 1e-5);
            }
        });
    }

    private void onEachLayer(BiConsumer<RankingBench, Situation> test) {
        try (RankingBench bench = new RankingBench(ranker(), model())) {
            assertThat(bench.legalLayers()).as("layers at which it can rank").isNotEmpty();
            bench.legalLayers().forEach(layer -> test.accept(bench, Situation.at(layer)));
        }
    }
}
