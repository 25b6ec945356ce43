// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.diagnosis;

import dev.pdrop.engine.Asked;
import dev.pdrop.engine.StageOutcome;
import java.util.List;

/**
 * What an arm chose, question by question.
 *
 * @param arm its name
 * @param ranker what its ranker is: equal for arms whose rankers would score the same tokens alike
 * @param questions in the order in which they were asked
 */
public record ArmChoices(String arm, Object ranker, List<OnQuestion> questions) {

    /**
     * What it chose for one question.
     *
     * @param question with the prompt that was reduced
     * @param stages what each stage did, in order
     */
    public record OnQuestion(Asked question, List<StageOutcome> stages) {
        /** Copies the list. */
        public OnQuestion {
            stages = List.copyOf(stages);
        }
    }

    /** Copies the list. */
    public ArmChoices {
        questions = List.copyOf(questions);
    }
}
