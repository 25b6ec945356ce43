// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;

/** Questions about what stands beside a thing that has at least two neighbours, so that the direction counts. */
final class NeighbourQuestions {

    private final Scene scene;
    private final List<Direction> sides;
    private final SplitMix random;

    /**
     * Questions.
     *
     * @param sides of a thing that are asked about
     */
    NeighbourQuestions(Scene scene, List<Direction> sides, SplitMix random) {
        this.scene = scene;
        this.sides = sides;
        this.random = random;
    }

    /** The guesses are the neighbours on all sides: the hardest to beat of all picks of an object. */
    Optional<Question> neighbour() {
        List<Thing> between = scene.things().stream()
                .filter(thing ->
                        scene.neighbours(thing).size() > 1 && !directions(thing).isEmpty())
                .toList();
        if (between.isEmpty()) {
            return Optional.empty();
        }
        Thing thing = random.pick(between);
        Direction direction = random.pick(directions(thing));
        return scene.thing(thing.cell().next(direction))
                .map(neighbour -> new Question(
                        QuestionType.REL,
                        "what is " + direction.word() + " the " + thing.words() + " ?",
                        neighbour.words(),
                        scene.neighbours(thing).stream().map(Thing::words).toList()));
    }

    /** Sides on which something stands. */
    private List<Direction> directions(Thing thing) {
        return sides.stream()
                .filter(direction -> scene.thing(thing.cell().next(direction)).isPresent())
                .toList();
    }
}
