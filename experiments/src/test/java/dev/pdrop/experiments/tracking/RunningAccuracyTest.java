// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.tracking.RunningAccuracy.Step;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunningAccuracyTest {

    @Test
    void isTheShareOfRightAnswersSoFarArmByArm() {
        RunningAccuracy accuracy = new RunningAccuracy(3, Map.of());
        accuracy.add("a", 1);
        accuracy.add("b", 0);
        accuracy.add("a", 0);
        accuracy.add("a", 0.5);
        assertThat(accuracy.of("a")).containsExactly(new Step(1, 1), new Step(2, 0.5), new Step(3, 0.5));
        assertThat(accuracy.of("b")).containsExactly(new Step(1, 0));
        assertThat(accuracy.of("c")).isEmpty();
    }

    @Test
    void replicatesOfAnArmAreOneShareByTheQuestion() {
        RunningAccuracy accuracy = new RunningAccuracy(2, Map.of("a", 2));
        for (double score : new double[] {1, 0, 1, 1}) {
            accuracy.add("a", score);
        }
        assertThat(accuracy.of("a")).containsExactly(new Step(1, 0.5), new Step(2, 0.75));
    }

    @ParameterizedTest
    @CsvSource({"50, 1", "51, 2", "100, 2", "101, 5", "1000, 20", "1003, 50", "7777, 200", "100000, 2000"})
    void isSaidAtRoundNumbersAndAtTheEnd(int examples, long every) {
        RunningAccuracy accuracy = new RunningAccuracy(examples, Map.of());
        for (int i = 0; i < examples; i++) {
            accuracy.add("a", 1);
        }
        List<Step> steps = accuracy.of("a");
        assertThat(steps.get(0)).isEqualTo(new Step(every, 1));
        assertThat(steps.get(steps.size() - 1)).isEqualTo(new Step(examples, 1));
        assertThat(steps).hasSizeLessThanOrEqualTo(51).doesNotHaveDuplicates();
    }

    @Test
    void anArmFailedIfItCouldNotBeAskedASingleQuestion() {
        RunningAccuracy accuracy = new RunningAccuracy(2, Map.of());
        accuracy.add(answer("a", "1", "no such picture"));
        assertThat(accuracy.isComplete("a")).isFalse();
        accuracy.add(answer("a", "2", "another reason"));
        accuracy.add(answer("b", "1", "no such picture"));
        accuracy.add(answer("b", "2", ""));
        assertThat(accuracy.failure("a")).isEqualTo("no such picture");
        assertThat(accuracy.failure("b")).isEmpty();
        assertThat(accuracy.failure("c")).isEmpty();
        assertThat(accuracy.isComplete("a")).isTrue();
        assertThat(accuracy.isComplete("c")).isFalse();
    }

    private static AnswerRecord answer(String armKey, String example, String failure) {
        return new AnswerRecord(
                armKey, armKey, 0, example, "batch", 1, "input", "picture", "", failure, "ring", 1, List.of(),
                List.of(), List.of(), 144, List.of(), List.of(), 1, 1, false);
    }
}
