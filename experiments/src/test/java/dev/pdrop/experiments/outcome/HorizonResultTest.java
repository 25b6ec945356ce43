// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Verdict;
import dev.pdrop.experiments.outcome.HorizonResult.LayerResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HorizonResultTest {

    @Test
    void isTheFirstLayerFromWhichOnNoRankingIsBetterThanRandom() {
        HorizonResult horizon =
                of(Verdict.HIGHER, Verdict.HIGHER, Verdict.NOT_DISTINGUISHABLE, Verdict.NOT_DISTINGUISHABLE);

        assertThat(horizon.horizon()).contains(6);
        assertThat(horizon.words())
                .isEqualTo(
                        "information horizon at layer 6: from there on no tried layer's ranking is shown to be better"
                                + " than random");
    }

    /** A ranking that merely pauses is no horizon. */
    @Test
    void looksFromTheDeepestLayerUpwards() {
        assertThat(of(Verdict.HIGHER, Verdict.NOT_DISTINGUISHABLE, Verdict.HIGHER, Verdict.NOT_DISTINGUISHABLE)
                        .horizon())
                .contains(9);
    }

    @Test
    void aRankingThatIsWorseThanRandomBringsNothingAndIsNamed() {
        HorizonResult horizon = of(Verdict.HIGHER, Verdict.LOWER, Verdict.NOT_DISTINGUISHABLE, Verdict.LOWER);

        assertThat(horizon.horizon()).contains(3);
        assertThat(horizon.words())
                .isEqualTo(
                        "information horizon at layer 3: from there on no tried layer's ranking is shown to be better"
                                + " than random; worse than random before layers 3, 9");
    }

    @Test
    void aRankingThatIsWorseBeforeTheDeepestLayerIsNotStillWorthSomething() {
        HorizonResult horizon = of(Verdict.NOT_DISTINGUISHABLE, Verdict.LOWER);

        assertThat(horizon.horizon()).contains(2);
        assertThat(horizon.words())
                .isEqualTo("not shown to be better than random before any tried layer, the first being 2; worse than"
                        + " random before layer 3");
    }

    @Test
    void thereIsNoneIfTheDeepestRankingIsStillBetter() {
        HorizonResult horizon = of(Verdict.NOT_DISTINGUISHABLE, Verdict.NOT_DISTINGUISHABLE, Verdict.HIGHER);

        assertThat(horizon.horizon()).isEmpty();
        assertThat(horizon.words())
                .isEqualTo("no horizon among the tried layers: before layer 6, the deepest, its ranking is still"
                        + " better than random");
    }

    @Test
    void aRankingThatIsNeverBetterSaysSo() {
        HorizonResult horizon = of(Verdict.NOT_DISTINGUISHABLE, Verdict.NOT_DISTINGUISHABLE);

        assertThat(horizon.horizon()).contains(2);
        assertThat(horizon.words())
                .isEqualTo("not shown to be better than random before any tried layer, the first being 2");
    }

    @Test
    void tooFewImagesTellNothing() {
        HorizonResult horizon = of(Verdict.NO_STATEMENT, Verdict.NO_STATEMENT);

        assertThat(horizon.horizon()).isEmpty();
        assertThat(horizon.words()).isEqualTo("no statement, there are too few images");
    }

    /** Layers 2, 3, 6 and 9, as many as there are verdicts. */
    private static HorizonResult of(Verdict... verdicts) {
        int[] numbers = {2, 3, 6, 9};
        List<LayerResult> layers = new ArrayList<>();
        for (int i = 0; i < verdicts.length; i++) {
            layers.add(new LayerResult(
                    numbers[i],
                    new PairResult(
                            "ranked " + i,
                            "random " + i,
                            0.1,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            verdicts[i])));
        }
        return HorizonResult.of("attention", "original", 36, layers);
    }
}
