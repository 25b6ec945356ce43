// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import dev.pdrop.engine.Answer;
import dev.pdrop.engine.LayerOutcome;
import dev.pdrop.engine.StageOutcome;
import dev.pdrop.spi.Logits;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Prompt;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import java.util.List;
import java.util.Optional;

/**
 * What one arm did with the first questions: as it is, and made to keep everything.
 *
 * @param own its answers on the way that the run takes
 * @param untouched logits of the model that nothing was done to: behind the prompt and behind each of two more tokens
 * @param keepAll logits of the arm that ranks and retains, but keeps everything, behind the same tokens; absent if it
 *     does nothing, or cannot be made to keep everything
 * @param steps all that the model was asked to do for any of these but the untouched one
 */
record Trial(List<Question> own, List<Logits> untouched, Optional<List<Logits>> keepAll, List<Step> steps) {

    /** Copies the lists. */
    Trial {
        own = List.copyOf(own);
        untouched = List.copyOf(untouched);
        keepAll = keepAll.map(List::copyOf);
        steps = List.copyOf(steps);
    }

    /**
     * A question and what the arm made of it.
     *
     * @param id of the question
     * @param prompt what was read
     * @param schedule what the arm planned for it
     * @param answer what it answered
     */
    record Question(String id, Prompt prompt, Schedule schedule, Answer answer) {

        int visualTokens() {
            return prompt.layout().visualTokens();
        }

        List<LayerOutcome> layers() {
            return answer.layers();
        }

        /**
         * Visual tokens that should enter each layer: those of the schedule, whether or not a stage took place, or as
         * many as the ranker chose itself where it did.
         */
        int[] plannedPerLayer() {
            int[] planned = new int[layers().size()];
            int left = visualTokens();
            int stage = 0;
            for (int layer = 0; layer < planned.length; layer++) {
                while (stage < schedule.stages().size()
                        && layerOf(schedule.stages().get(stage)) <= layer) {
                    left = Math.min(left, leftBy(stage));
                    stage++;
                }
                planned[layer] = left;
            }
            return planned;
        }

        private static int layerOf(Stage stage) {
            return ((Point.DecoderLayer) stage.point()).layer();
        }

        private int leftBy(int stage) {
            List<StageOutcome> outcomes = answer.stages();
            return stage < outcomes.size() && outcomes.get(stage).choseItself()
                    ? outcomes.get(stage).kept().length
                    : schedule.stages().get(stage).action().visualTokens();
        }

        boolean acts() {
            return !schedule.stages().isEmpty() && visualTokens() > 0;
        }
    }

    /** Whether any stage ranks or drops. */
    static boolean acts(List<Question> own) {
        return own.stream().anyMatch(Question::acts);
    }

    /** Whether any stage ranks or drops. */
    boolean acts() {
        return acts(own);
    }

    /** What was found where nothing is wrong, for people: a model need not show the values behind a drop. */
    String compared() {
        boolean unseen = steps.stream()
                .anyMatch(step -> step instanceof Step.Dropped dropped
                        && dropped.changed().isEmpty());
        return unseen ? "that, but values were not compared, as the model does not show them" : "that";
    }

    /** How many questions it answered, for people. */
    String questions() {
        return own.size() == 1 ? "1 question" : own.size() + " questions";
    }
}
