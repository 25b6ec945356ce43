// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.quality.YesNo.Answer;
import dev.pdrop.engine.quality.YesNo.Reply;
import dev.pdrop.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class YesNoTest {

    @Test
    void keepsInvalidAnswersInTheDenominators() {
        YesNo counts = YesNo.of(List.of(
                new Answer(true, Reply.YES),
                new Answer(true, Reply.YES),
                new Answer(true, Reply.YES),
                new Answer(true, Reply.NO),
                new Answer(true, Reply.INVALID),
                new Answer(false, Reply.YES),
                new Answer(false, Reply.NO),
                new Answer(false, Reply.NO),
                new Answer(false, Reply.INVALID),
                new Answer(false, Reply.INVALID)));
        assertThat(counts).isEqualTo(new YesNo(3, 1, 2, 1, 1, 2));
        assertThat(counts.questions()).isEqualTo(10);
        assertThat(counts.invalid()).isEqualTo(3);
        assertThat(counts.accuracy()).hasValue(0.5);
        assertThat(counts.precision()).hasValue(0.75);
        assertThat(counts.recall()).hasValue(0.6);
        assertThat(counts.f1()).hasValue(6.0 / 9);
        assertThat(counts.yesRate()).hasValue(0.4);
    }

    @Test
    void anArmThatAlwaysSaysNoHasNoPrecision() {
        YesNo counts = YesNo.of(List.of(new Answer(true, Reply.NO), new Answer(false, Reply.NO)));
        assertThat(counts.precision()).isEmpty();
        assertThat(counts.recall()).hasValue(0);
        assertThat(counts.f1()).hasValue(0);
        assertThat(counts.yesRate()).hasValue(0);
        assertThat(YesNo.of(List.of()).accuracy()).isEmpty();
    }

    @Seeds(20)
    void f1IsTheHarmonicMean(RandomGenerator random) {
        List<Reply> replies = List.of(Reply.values());
        YesNo counts = YesNo.of(Stream.generate(() -> new Answer(random.nextBoolean(), replies.get(random.nextInt(3))))
                .limit(200)
                .toList());
        double precision = counts.precision().orElseThrow();
        double recall = counts.recall().orElseThrow();
        assertThat(counts.f1().orElseThrow()).isCloseTo(2 / (1 / precision + 1 / recall), within(1e-12));
    }
}
