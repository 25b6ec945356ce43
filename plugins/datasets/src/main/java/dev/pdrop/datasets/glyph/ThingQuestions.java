// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Questions about one thing; each is asked only if the things of the picture differ in what is asked for. */
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
                thing -> "is the " + thing.words() + " big or small ?",
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
        if (askable.isEmpty() || guesses.stream().distinct().count() < 2) {
            return Optional.empty();
        }
        Thing thing = random.pick(askable);
        return Optional.of(new Question(type, text.apply(thing), answer.apply(thing), guesses));
    }

    /** The things that share a property with no other. */
    private List<Thing> alone(Function<Thing, ?> property) {
        return scene.things().stream()
                .filter(thing -> scene.things().stream()
                                .filter(other -> property.apply(other) == property.apply(thing))
                                .count()
                        == 1)
                .toList();
    }
}
