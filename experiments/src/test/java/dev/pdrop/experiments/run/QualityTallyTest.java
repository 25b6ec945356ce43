// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pdrop.engine.quality.Flips;
import dev.pdrop.engine.quality.YesNo;
import dev.pdrop.experiments.outcome.CalibrationResult;
import dev.pdrop.experiments.outcome.Quality;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class QualityTallyTest {

    private static final YesNoQuestions NONE = new YesNoQuestions(Map.of());

    @Test
    void countsFlipsAgainstTheUnreducedArm() {
        Unreduced unreduced = Unreduced.of(Stream.of(
                Records.said("q1", "p", 0, "ring", 1),
                Records.said("q2", "p", 0, "star", 1),
                Records.said("q3", "p", 0, "disc", 0),
                Records.said("q4", "p", 0, "disc", 0),
                Records.said("q5", "p", 0, "broken", "", 0, List.of())));

        Quality quality = quality(
                unreduced,
                NONE,
                Records.said("q1", "p", 0, "ring", 1),
                Records.said("q2", "p", 0, "disc", 0),
                Records.said("q3", "p", 0, "ring", 1),
                Records.said("q4", "p", 0, "star", 0),
                Records.said("q5", "p", 0, "star", 1));
        assertThat(quality.flips()).contains(new Flips(1, 1, 1, 1, 1));
    }

    @Test
    void withoutAnUnreducedArmThereAreNoFlips() {
        assertThat(quality(Unreduced.none(), NONE, Records.said("q1", "p", 0, "ring", 1))
                        .flips())
                .isEmpty();
    }

    @Test
    void countsYesAndNoByTheirFirstWordAndTellsWhatIsNeither() {
        YesNoQuestions questions = new YesNoQuestions(Map.of("q1", true, "q2", true, "q3", false, "q4", true));

        Quality quality = quality(
                Unreduced.none(),
                questions,
                Records.said("q1", "p", 0, "Yes, there is.", 1),
                Records.said("q2", "p", 0, "no", 0),
                Records.said("q3", "p", 0, "notice the ring", 0),
                Records.said("q4", "p", 0, "broken image", "", 0, List.of()),
                Records.said("other", "p", 0, " ", 0));
        assertThat(quality.yesNo().orElseThrow().counts()).isEqualTo(new YesNo(1, 0, 0, 1, 1, 1));
        assertThat(quality.yesNo().orElseThrow().precision()).contains(1.0);
        assertThat(quality.yesNo().orElseThrow().recall()).contains(1 / 3.0);
        assertThat(quality.invalid())
                .as("neither yes nor no, and an empty answer; what was not asked is no answer")
                .isEqualTo(2);
    }

    @Test
    void calibratesByTheProbabilityOfTheWholeAnswer() {
        CalibrationResult calibration = quality(
                        Unreduced.none(),
                        NONE,
                        Records.said("q1", "p", 0, "", "ring", 1, List.of(Math.log(0.5), Math.log(0.8))),
                        Records.said("q2", "p", 0, "", "star", 0, List.of(Math.log(0.9))),
                        Records.said("q3", "p", 0, "", "star", 1, List.of(Double.NaN)),
                        Records.said("q4", "p", 0, "broken", "", 0, List.of()))
                .calibration()
                .orElseThrow();

        assertThat(calibration.answers()).isEqualTo(2);
        assertThat(calibration.brier()).isCloseTo((0.36 + 0.81) / 2, within(1e-12));
        assertThat(calibration.ece()).isCloseTo((0.6 + 0.9) / 2, within(1e-12));
        assertThat(calibration.bins()).hasSize(15);
        assertThat(calibration.inBrief().bins()).isEmpty();
    }

    @Test
    void takesOfTheUnreducedArmWhatItGave() {
        Unreduced unreduced = Unreduced.of(Stream.of(
                Records.said("q1", "p", 0, "ring", 1), Records.said("q2", "p", 0, "broken", "", 0, List.of())));

        assertThat(unreduced)
                .isEqualTo(new Unreduced(Map.of("q1", "ring"), Set.of("q1"), Map.of("q1", "p", "q2", "p")));
    }

    private static Quality quality(Unreduced unreduced, YesNoQuestions questions, AnswerRecord... records) {
        QualityTally tally = new QualityTally(unreduced, questions);
        Stream.of(records).forEach(tally::add);
        return tally.result();
    }
}
