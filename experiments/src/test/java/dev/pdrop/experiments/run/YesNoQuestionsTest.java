// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pdrop.engine.quality.YesNo.Reply;
import dev.pdrop.experiments.Planning;
import dev.pdrop.experiments.plan.ExperimentPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YesNoQuestionsTest {

    @Test
    void areThoseToWhichOnlyYesOrOnlyNoIsRight() {
        ExperimentPlan plan = Planning.real().experiments().read("quickstart", List.of());

        YesNoQuestions questions = YesNoQuestions.of(plan.dataset(), plan.onError());
        assertThat(questions.truths())
                .as("the type exist of the embedded questions")
                .hasSize(101);
        assertThat(questions.truths().values()).filteredOn(truth -> truth).hasSize(52);
    }

    @Test
    void theFirstWordIsTheReply() {
        assertThat(List.of("yes", " Yes.", "YES, it is", "no", "No!", "nothing", "", "maybe yes"))
                .extracting(YesNoQuestions::reply)
                .containsExactly(
                        Reply.YES,
                        Reply.YES,
                        Reply.YES,
                        Reply.NO,
                        Reply.NO,
                        Reply.INVALID,
                        Reply.INVALID,
                        Reply.INVALID);
    }
}
