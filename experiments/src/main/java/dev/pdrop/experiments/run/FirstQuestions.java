// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.experiments.plan.OnError;
import dev.pdrop.spi.Backbone;
import dev.pdrop.spi.InvalidImageException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The first questions of a plan: those on which arms are tried before a run, and timed and looked at behind it.
 *
 * @param asked in order
 * @param backbone the model, borrowed
 */
record FirstQuestions(List<Question.Asked> asked, Backbone backbone) {

    /** So many questions: with four on each picture, as in the embedded set, two pictures. */
    private static final int QUESTIONS = 8;

    /** Reads a few as arms show them. */
    static FirstQuestions of(ExperimentPlan plan, Backbone backbone, InputTransform input) {
        return of(plan, backbone, input, QUESTIONS);
    }

    /** Reads so many at most as arms show them. */
    static FirstQuestions of(ExperimentPlan plan, Backbone backbone, InputTransform input, int count) {
        // One that cannot be asked is left to the run, which knows whether it ends there.
        Questions questions = new Questions(plan.dataset(), OnError.RECORD, backbone, plan.arms());
        return new FirstQuestions(questions.first(count, input), backbone);
    }

    /** Hash of what they ask. */
    String hash() {
        Digest digest = new Digest();
        asked.forEach(question -> digest.text(question.input()));
        return digest.hex();
    }

    /**
     * Does something with them, and if the model has no use for some image with the others: what becomes of a question
     * about such an image is decided when it is asked.
     */
    <T> T use(Function<List<Question.Asked>, T> work) {
        try {
            return work.apply(asked);
        } catch (InvalidImageException someImage) {
            return work.apply(asked.stream().filter(this::isUsable).toList());
        }
    }

    private boolean isUsable(Question.Asked question) {
        if (question.prompt().images().isEmpty()) {
            return true;
        }
        try {
            backbone.encode(question.prompt().images(), Set.of()).close();
            return true;
        } catch (InvalidImageException unusable) {
            return false;
        }
    }
}
