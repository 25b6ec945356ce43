// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.RankerTrial.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RankerTrialTest {

    /**
     * Gives every token one score.
     *
     * @param score that it gives
     * @param givesScores what it says of itself
     */
    private record FlatRanker(float score, boolean givesScores) implements TokenRanker {

        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            float[][] scores = new float[context.batch()][context.visualTokens()];
            for (float[] example : scores) {
                Arrays.fill(example, score);
            }
            return new Ranking.Scores(context.manager().create(scores));
        }

        @Override
        public boolean looksAtText() {
            return false;
        }
    }

    @Test
    void triesEveryTestOfTheContract() {
        long tests = Arrays.stream(TokenRankerContract.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        List<Promise> promises = RankerTrial.of(new FlatRanker(1, true));
        assertThat(promises).hasSize((int) tests).hasSizeGreaterThan(5).allMatch(Promise::kept);
        assertThat(promises).extracting(Promise::promise).isSorted().contains("leaks nothing");
    }

    @Test
    void saysWhichPromisesAreBrokenAndHow() {
        List<Promise> broken = RankerTrial.of(new FlatRanker(1, false)).stream()
                .filter(promise -> !promise.kept())
                .toList();
        assertThat(broken).singleElement().satisfies(promise -> {
            assertThat(promise.promise()).isEqualTo("says whether it gives scores");
            assertThat(promise.outcome()).doesNotContain("\n").containsIgnoringCase("expect");
        });
        assertThat(RankerTrial.of(new FlatRanker(Float.NaN, true)))
                .filteredOn(promise -> promise.promise().equals("judges each visual token and only those"))
                .singleElement()
                .satisfies(promise -> assertThat(promise.outcome()).contains("NaN"));
    }
}
