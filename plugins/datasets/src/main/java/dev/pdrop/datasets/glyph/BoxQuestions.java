// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;

/** Questions about what boxes hold; asked only if there are at least two of a kind. */
final class BoxQuestions {

    private final Scene scene;
    private final SplitMix random;

    BoxQuestions(Scene scene, SplitMix random) {
        this.scene = scene;
        this.random = random;
    }

    Optional<Question> digit() {
        return ask(QuestionType.DIGIT, "what digit is in the ", scene.boxes(false));
    }

    Optional<Question> letters() {
        return ask(QuestionType.CODE, "what letters in the ", scene.boxes(true));
    }

    private Optional<Question> ask(QuestionType type, String beginning, List<Box> boxes) {
        if (boxes.size() < 2) {
            return Optional.empty();
        }
        Box box = random.pick(boxes);
        return Optional.of(new Question(
                type,
                beginning + box.colour().word() + " box ?",
                box.words(),
                boxes.stream().map(Box::words).toList()));
    }
}
