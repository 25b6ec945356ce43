// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Questions about one thing, asked only of scenes where no answer holds for most things.
 *
 * <p>It is a condition on the scene and not on the answer: which of its things is asked about is not given away.
 */
final class ThingQuestions {

    private final Scene scene;
    private final SplitMix random;

    ThingQuestions(Scene scene, SplitMix random) {
        this.scene = scene;
        this.random = random;
    }

    Optional<Question> colour() {
        return ask(
                QuestionType.COLOR,
                alone(Thing::shape),
                thing -> "what color is the " + thing.shape().word() + " ?",
                thing -> thing.colour().word());
    }

    Optional<Question> shape() {
        return ask(
                QuestionType.SHAPE,
                alone(Thing::colour),
                thing -> "what shape is the " + thing.colour().word() + " thing ?",
                thing -> thing.shape().word());
    }

    /** Either size is the answer equally often. */
    Optional<Question> size() {
        Size size = random.pick(Size.ALL);
        return ask(
                QuestionType.SIZE,
                scene.things().stream().filter(thing -> thing.size() == size).toList(),
                thing -> "what size is the " + thing.words() + " ?",
                thing -> thing.size().word());
    }

    Optional<Question> place() {
        return ask(
                QuestionType.WHERE,
                scene.things(),
                thing -> "where is the " + thing.words() + " ?",
                thing -> thing.cell().rowWord(scene.grid()) + " " + thing.cell().columnWord(scene.grid()));
    }

    private Optional<Question> ask(
            QuestionType type, List<Thing> askable, Function<Thing, String> text, Function<Thing, String> answer) {
        List<String> guesses = scene.things().stream().map(answer).toList();
        if (askable.isEmpty() || mostFrequent(guesses) > mostAlike(type)) {
            return Optional.empty();
        }
        Thing thing = random.pick(askable);
        return Optional.of(new Question(type, text.apply(thing), answer.apply(thing), guesses));
    }

    /** How many things may have the same answer: half of them; of two sizes one is always more frequent. */
    private int mostAlike(QuestionType type) {
        int things = scene.things().size();
        return type == QuestionType.SIZE ? things - 1 : things / 2;
    }

    private static int mostFrequent(List<String> answers) {
        return answers.stream()
                .mapToInt(answer -> Collections.frequency(answers, answer))
                .max()
                .orElse(0);
    }

    /** The things that share a property with no other. */
    private List<Thing> alone(Function<Thing, ?> property) {
        List<?> all = scene.things().stream().map(property).toList();
        return scene.things().stream()
                .filter(thing -> Collections.frequency(all, property.apply(thing)) == 1)
                .toList();
    }
}
