// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.quality.Calibration.Bin;
import dev.pdrop.engine.quality.Calibration.Prediction;
import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CalibrationTest {

    /** Two bins: .2 and .4, one right of two, are off by .2; .9 and .7, both right, are off by .2. */
    @Test
    void weighsTheDistanceOfEachBin() {
        Calibration calibration = Calibration.of(
                List.of(
                        new Prediction(0.2, false),
                        new Prediction(0.4, true),
                        new Prediction(0.9, true),
                        new Prediction(0.7, true)),
                2);
        assertThat(calibration.predictions()).isEqualTo(4);
        assertThat(calibration.expectedError()).isCloseTo(0.2, within(1e-12));
        assertThat(calibration.brier()).isCloseTo((0.04 + 0.36 + 0.01 + 0.09) / 4, within(1e-12));
        assertThat(calibration.bins()).hasSize(2);
        assertThat(calibration.bins().get(0).probability()).isCloseTo(0.3, within(1e-12));
        assertThat(calibration.bins().get(0).accuracy()).isEqualTo(0.5);
        assertThat(calibration.bins().get(1).low()).isEqualTo(0.5);
        assertThat(calibration.bins().get(1).high()).isEqualTo(1);
        assertThat(calibration.bins().get(1).predictions()).isEqualTo(2);
    }

    @Test
    void binsAreClosedAbove() {
        Calibration calibration = Calibration.of(
                List.of(new Prediction(0, false), new Prediction(0.5, true), new Prediction(1, true)), 4);
        assertThat(calibration.bins()).extracting(Bin::predictions).containsExactly(1, 1, 0, 1);
    }

    @Test
    void theProbabilityOfAnAnswerIsThatOfAllItsTokens() {
        assertThat(Calibration.probability(List.of(Math.log(0.5), Math.log(0.25))))
                .isCloseTo(0.125, within(1e-7));
        assertThat(Calibration.probability(List.of(1e-9))).isEqualTo(1);
        assertThat(Calibration.probability(List.of(Double.NEGATIVE_INFINITY))).isEqualTo(0);
    }

    /** Answers that are right as often as their probability says are calibrated, up to chance. */
    @Seeds(5)
    void whoIsRightAsOftenAsHeIsSureIsCalibrated(RandomGenerator random) {
        List<Prediction> honest = Stream.generate(random::nextDouble)
                .map(probability -> new Prediction(probability, random.nextDouble() < probability))
                .limit(50_000)
                .toList();
        assertThat(Calibration.of(honest, 15).expectedError()).isLessThan(0.02);
        assertThat(Calibration.of(honest, 15).brier()).isCloseTo(1.0 / 6, within(0.01));
        List<Prediction> boastful =
                honest.stream().map(one -> new Prediction(1, one.right())).toList();
        assertThat(Calibration.of(boastful, 15).expectedError()).isCloseTo(0.5, within(0.02));
    }

    /** The twin: bin by bin, by its interval. */
    @Seeds(20)
    void agreesWithTheDefinition(RandomGenerator random) {
        List<Prediction> predictions = Stream.generate(
                        () -> new Prediction(random.nextInt(21) / 20.0, random.nextBoolean()))
                .limit(random.nextInt(1, 60))
                .toList();
        int bins = random.nextInt(1, 12);
        double error = 0;
        for (int bin = 0; bin < bins; bin++) {
            double low = bin == 0 ? -1 : (double) bin / bins;
            double high = (bin + 1.0) / bins;
            List<Prediction> inside = predictions.stream()
                    .filter(one -> one.probability() > low + 1e-12 && one.probability() <= high + 1e-12)
                    .toList();
            double sure = inside.stream()
                    .mapToDouble(Prediction::probability)
                    .average()
                    .orElse(0);
            double right = inside.stream()
                    .mapToDouble(one -> one.right() ? 1 : 0)
                    .average()
                    .orElse(0);
            error += Math.abs(sure - right) * inside.size() / predictions.size();
        }
        assertThat(Calibration.of(predictions, bins).expectedError()).isCloseTo(error, within(1e-12));
    }

    @Test
    void saysWhatItExpects() {
        assertThatThrownBy(() -> new Prediction(1.1, true)).hasMessage("expected a probability from 0 to 1, found 1.1");
        assertThatThrownBy(() -> Calibration.of(List.of(), 15))
                .hasMessage("expected answers and at least 1 bin, found 0 and 15");
    }
}
