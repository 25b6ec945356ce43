// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.Resampling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a ranking reversed and random choice, on pictures with one question each. */
final class SignalGateTest {

    @Test
    void aRankingThatIsWorseThanChanceWhenReversedCarriesASignal() {
        // Of 40 pictures, random choice is right on 30 and the reversed ranking on 10 of these.
        GateResult result = gate(40, image -> image < 10, image -> image < 30);
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.found()).startsWith("-50.0 points (-").endsWith("), lower");
        assertThat(result.failed()).isFalse();
    }

    @Test
    void oneThatIsAsGoodOrBetterDoesNot() {
        assertThat(gate(40, image -> image % 2 == 0, image -> image % 2 == 1).outcome())
                .isEqualTo(Outcome.NO_SIGNAL);
        GateResult better = gate(40, image -> image < 30, image -> image < 10);
        assertThat(better.outcome()).isEqualTo(Outcome.NO_SIGNAL);
        assertThat(better.found()).startsWith("50.0 points").endsWith("higher");
        assertThat(better.failed()).isFalse();
    }

    @Test
    void ofAFewPicturesNothingIsSaidHoweverLargeTheDifference() {
        GateResult result = gate(8, image -> false, image -> true);
        assertThat(result.outcome()).isEqualTo(Outcome.NO_STATEMENT);
        assertThat(result.found()).isEqualTo("only 8 images, too few to tell a difference from chance");
    }

    private interface Right {
        boolean on(int image);
    }

    private static GateResult gate(int images, Right reversed, Right random) {
        ImageScores.Builder scores = ImageScores.of(List.of("bottom-k", "random"));
        for (int image = 0; image < images; image++) {
            scores.add("image " + image, List.of(score(reversed.on(image)), score(random.on(image))));
        }
        return SignalGate.of(
                "mine",
                new Analysis(scores.build(), Resampling.standard(1))
                        .compare(List.of(new Contrast.Difference("bottom-k", "random")))
                        .get(0));
    }

    private static double[] score(boolean right) {
        return new double[] {right ? 1 : 0};
    }
}
