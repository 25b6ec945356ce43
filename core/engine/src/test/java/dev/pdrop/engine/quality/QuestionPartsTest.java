// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QuestionPartsTest {

    @Test
    void aQuestionNeedsVisionIfTheTextAloneDoesNotAnswerIt() {
        assertThat(VisionNeed.of(false)).isEqualTo(VisionNeed.NEEDED);
        assertThat(VisionNeed.of(true)).isEqualTo(VisionNeed.NOT_NEEDED);
    }

    /** As the authors' script has it: origin right and downsample wrong is A, both right is B. */
    @Test
    void groupsAreThoseOfTheBenchmark() {
        assertThat(DownsamplingGroup.of(true, false)).isEqualTo(DownsamplingGroup.A);
        assertThat(DownsamplingGroup.of(true, true)).isEqualTo(DownsamplingGroup.B);
        assertThat(DownsamplingGroup.of(false, true)).isEqualTo(DownsamplingGroup.NEITHER);
        assertThat(DownsamplingGroup.of(false, false)).isEqualTo(DownsamplingGroup.NEITHER);
    }
}
