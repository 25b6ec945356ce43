// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.statistics.MinimumDetectableDifference.Found;
import dev.pdrop.engine.statistics.MinimumDetectableDifference.OutOfReach;
import dev.pdrop.testing.Seeds;
import java.util.random.RandomGenerator;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

final class MinimumDetectableDifferenceTest {

    /**
     * 10,000 images with a question each, a half right, arms that agree by .8: they differ on .1 of the questions, the
     * standard error is √(.1 / 10,000) = .00316, and 1.960 + 0.842 of them are .00886.
     */
    @Test
    void isTwoPointEightStandardErrorsOfManyIndependentQuestions() {
        ExpectedData data = new ExpectedData(10_000, 1, 0, 0.5, 0.8, 0);
        assertThat(data.discordance(0)).isCloseTo(0.1, within(1e-12));
        assertThat(data.designEffect()).isEqualTo(1);
        assertThat(found(data, 1)).isCloseTo(0.00886, within(0.00001));
    }

    /**
     * .97 right and .9 agreement leave .97 · .13 + .87 · .03 - 1.8 √(.97 · .03 · .87 · .13) = .0499 of the questions on
     * which arms ten points apart differ: impossible, as a tenth must. With as many differing as the difference δ says,
     * δ = (1.984 + 0.845 √(1 - δ))² / 100 = .0782.
     */
    @Test
    void armsDifferOnAtLeastAsManyQuestionsAsTheirAccuraciesDifferBy() {
        ExpectedData data = new ExpectedData(100, 1, 0, 0.97, 0.9, 0);
        assertThat(data.discordance(0.1)).isEqualTo(0.1);
        assertThat(data.discordance(0)).isCloseTo(2 * 0.97 * 0.03 * 0.1, within(1e-12));
        assertThat(found(data, 1)).isCloseTo(0.0782, within(0.0001));
    }

    /** Four questions an image that correlate by .5 are worth 1.6: variance 1 + 3 / 2 times that of four. */
    @Test
    void questionsOnOneImageAreWorthLess() {
        ExpectedData data = new ExpectedData(250, 4, 0, 0.7, 0.6, 0.5);
        assertThat(data.designEffect()).isEqualTo(2.5);
        assertThat(data.effectiveQuestions()).isEqualTo(400);
        assertThat(data.discordance(0)).isCloseTo(0.168, within(1e-12));
    }

    /**
     * Connor's sample size, asked for the difference found, is the effective number of questions.
     *
     * @source Connor, Biometrics 43, 1987: n = (a √ψ + b √(ψ - δ²))² / δ²
     */
    @Seeds(50)
    void isTheDifferenceForWhichConnorAsksSoManyQuestions(RandomGenerator random) {
        ExpectedData data = new ExpectedData(
                1_000_000,
                random.nextDouble(1, 5),
                random.nextDouble(0, 1),
                random.nextDouble(0.2, 0.9),
                random.nextDouble(0, 0.9),
                random.nextDouble(0, 1));
        double difference = found(data, 3);
        NormalDistribution normal = new NormalDistribution();
        double a = normal.inverseCumulativeProbability(1 - 0.05 / 3 / 2);
        double b = normal.inverseCumulativeProbability(0.8);
        double discordance = data.discordance(difference);
        double questions =
                Math.pow(a * Math.sqrt(discordance) + b * Math.sqrt(discordance - difference * difference), 2)
                        / (difference * difference);
        assertThat(questions / data.effectiveQuestions()).isCloseTo(1, within(1e-4));
    }

    @Seeds(50)
    void moreImagesFindSmallerDifferencesAndMoreComparisonsLargerOnes(RandomGenerator random) {
        int images = random.nextInt(200, 500);
        double accuracy = random.nextDouble(0.3, 0.8);
        ExpectedData data = new ExpectedData(images, 4, 0.3, accuracy, 0.5, 0.3);
        ExpectedData more = new ExpectedData(images * 2, 4, 0.3, accuracy, 0.5, 0.3);
        assertThat(found(more, 1)).isLessThan(found(data, 1));
        assertThat(found(data, 10)).isGreaterThan(found(data, 1));
    }

    @Test
    void saysWhatIsOutOfReach() {
        assertThat(MinimumDetectableDifference.of(new ExpectedData(9, 4, 0, 0.5, 0.5, 0.2), 1, 0.95, 0.8))
                .isEqualTo(new OutOfReach("expected at least 10 images, found 9: ask about more images"));
        MinimumDetectableDifference rare =
                MinimumDetectableDifference.of(new ExpectedData(10, 1, 0, 0.5, 0.9, 0), 100, 0.95, 0.8);
        assertThat(rare).isInstanceOf(OutOfReach.class);
        assertThat(((OutOfReach) rare).reason())
                .isEqualTo("even an arm that is never right would not be told from one that is right on 50.0 % of the"
                        + " questions so often: ask about more images, or compare fewer arms");
    }

    /** .7 against .5, knowing nothing of each other: .7 * .5 + .3 * .5. */
    @Test
    void theArmsDifferOnMoreQuestionsTheFartherApartTheyAre() {
        assertThat(new ExpectedData(50, 1, 0, 0.7, 0, 0).discordance(0.2)).isCloseTo(0.5, within(1e-12));
        assertThat(new ExpectedData(50, 1, 0, 0.7, 0, 0).discordance(0)).isCloseTo(0.42, within(1e-12));
        assertThat(new ExpectedData(50, 1, 0, 0.7, 0.5, 0).discordance(0.7)).isCloseTo(0.7, within(1e-12));
    }

    @Test
    void saysWhatIsWrongWithAssumptions() {
        assertThatThrownBy(() -> new ExpectedData(10, 4, 0, 1, 0.5, 0.2))
                .hasMessage("accuracy must be in (0, 1), was 1.0");
        assertThatThrownBy(() -> new ExpectedData(10, 4, 0, 0.5, 0.5, 1.2))
                .hasMessage("image-correlation must be in [0, 1], was 1.2");
        assertThatThrownBy(
                        () -> MinimumDetectableDifference.of(new ExpectedData(10, 4, 0, 0.5, 0.5, 0.2), 0, 0.95, 0.8))
                .hasMessage("expected at least 1 comparison, level and power in (0.5, 1), found 0, 0.95, 0.8");
    }

    private static double found(ExpectedData data, int comparisons) {
        return ((Found) MinimumDetectableDifference.of(data, comparisons, 0.95, 0.8)).difference();
    }
}
