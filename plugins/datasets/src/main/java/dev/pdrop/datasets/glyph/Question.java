// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;

/**
 * A question about a scene.
 *
 * @param type what kind
 * @param text what is asked
 * @param answer the right answer
 * @param guesses the answers of one who picks an object of the picture at random; the right answer among them as often
 *     as such a pick is right
 */
record Question(QuestionType type, String text, String answer, List<String> guesses) {

    /** Copies the guesses. */
    Question {
        guesses = List.copyOf(guesses);
    }

    /** The share of guesses that are right. */
    double guessed() {
        return (double) guesses.stream().filter(answer::equals).count() / guesses.size();
    }
}
