// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LearningRateTest {

    @Test
    void risesInALineAndFallsAlongHalfACosine() {
        LearningRate rate = new LearningRate(1, 2, 0.1, 7);
        assertThat(rate.at(0)).isEqualTo(0.5);
        assertThat(rate.at(1)).isEqualTo(1);
        assertThat(rate.at(2)).isEqualTo(1);
        assertThat(rate.at(4)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(6)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void aSingleStepIsTakenAtFullLength() {
        assertThat(new LearningRate(1, 0, 0, 1).at(0)).isEqualTo(1);
    }

    @Test
    void sharesBecomeSteps() {
        OptimiserSettings settings = new OptimiserSettings(0.002, 1, 0.9, 0.98, 1e-8, 0, 0.03, 0.5, 1);
        assertThat(LearningRate.of(settings, 1000)).isEqualTo(new LearningRate(0.002, 30, 0.001, 1000));
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new OptimiserSettings(0, 1, 0.9, 0.98, 1e-8, 0, 0.03, 0.5, 1))
                .hasMessage("learning-rate must be above 0, was 0.0");
        assertThatThrownBy(() -> new OptimiserSettings(1, 1, 1, 0.98, 1e-8, 0, 0.03, 0.5, 1))
                .hasMessage("beta1 must be from 0 to below 1, was 1.0");
    }
}
