// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DetectableTest {

    @Test
    void saysWhatIsFoundAndOnWhichAssumptions() {
        Detectable detectable = Detectable.of(Collections.nCopies(250, 4), 10);

        assertThat(detectable.difference().orElseThrow()).isBetween(0.05, 0.08);
        assertThat(detectable.sentence())
                .matches(
                        "Differences of [5-7]\\.\\d points and more are told from chance in 80 % of such experiments: 250"
                                + " images with 4\\.0 questions each, 10 comparisons; assumed are 80 % right answers, an agreement"
                                + " of 0\\.4 between arms and of 0\\.1 within an image\\.");
    }

    @Test
    void moreImagesFindSmallerDifferencesAndMoreComparisonsLargerOnes() {
        double usual = difference(250, 10);

        assertThat(difference(1000, 10)).isLessThan(usual);
        assertThat(difference(250, 1)).isLessThan(usual);
        assertThat(difference(250, 99)).isGreaterThan(usual);
    }

    @Test
    void unequalImagesFindLess() {
        List<Integer> unequal =
                IntStream.range(0, 250).mapToObj(i -> i % 2 == 0 ? 1 : 7).toList();

        assertThat(Detectable.of(unequal, 10).difference().orElseThrow()).isGreaterThan(difference(250, 10));
    }

    @Test
    void saysWhyNothingIsFound() {
        assertThat(Detectable.of(Collections.nCopies(3, 4), 10).sentence())
                .isEqualTo(
                        "No difference will be told from chance: expected at least 10 images, found 3: ask about more"
                                + " images.");
        assertThat(Detectable.of(Collections.nCopies(250, 4), 0).sentence())
                .isEqualTo("Nothing is compared: there is but one arm.");
    }

    private static double difference(int images, int comparisons) {
        return Detectable.of(Collections.nCopies(images, 4), comparisons)
                .difference()
                .orElseThrow();
    }
}
