// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Questions about all things together: whether, and how many. */
final class SetQuestions {

    /** How often counts from 0 on are asked for, where there is a choice: as often as needed to come about alike. */
    private static final int[] COUNT_WEIGHTS = {3, 3, 5, 9};

    private final Scene scene;
    private final SplitMix random;
    private final double confusable;

    SetQuestions(Scene scene, SplitMix random, double confusable) {
        this.scene = scene;
        this.random = random;
        this.confusable = confusable;
    }

    /** Half of the answers are yes. What is asked for in vain is mostly a mixture of two things that are there. */
    Optional<Question> existence() {
        boolean there = random.chance(0.5);
        Look look = random.pick(there ? looks(2, true) : absentLooks());
        String text = "is there a " + look.words() + " ?";
        return Optional.of(new Question(QuestionType.EXIST, text, there ? "yes" : "no", List.of("yes")));
    }

    private List<Look> absentLooks() {
        List<Look> mixtures = random.chance(confusable) ? looks(2, false) : List.of();
        return mixtures.isEmpty() ? looks(1, false) : mixtures;
    }

    /**
     * Looks to ask for.
     *
     * @param known how many of colour and shape occur in the picture
     * @param together whether they occur in one thing
     */
    private List<Look> looks(int known, boolean together) {
        return Look.ALL.stream()
                .filter(look -> scene.things().stream().anyMatch(look::isOf) == together)
                .filter(look -> (occurs(Thing::colour, look.colour()) + occurs(Thing::shape, look.shape())) == known)
                .toList();
    }

    private int occurs(Function<Thing, ?> property, Object value) {
        return count(property, value) > 0 ? 1 : 0;
    }

    /** Of a shape or of a colour; zero is an answer too. */
    Optional<Question> count() {
        if (random.chance(0.5)) {
            return Optional.of(
                    count(Shape.ALL, Thing::shape, shape -> "how many " + shape.word() + " ?"));
        }
        return Optional.of(
                count(Colour.ALL, Thing::colour, colour -> "how many " + colour.word() + " things ?"));
    }

    private <T> Question count(List<T> values, Function<Thing, T> property, Function<T, String> text) {
        List<Integer> counts = values.stream().map(value -> count(property, value)).distinct().sorted().toList();
        int count = random.pick(counts.stream()
                .flatMap(each -> Stream.generate(() -> each).limit(weight(each)))
                .toList());
        T asked = random.pick(
                values.stream().filter(value -> count(property, value) == count).toList());
        List<String> guesses = scene.things().stream()
                .map(thing -> Integer.toString(count(property, property.apply(thing))))
                .toList();
        return new Question(QuestionType.COUNT, text.apply(asked), Integer.toString(count), guesses);
    }

    private static int weight(int count) {
        return COUNT_WEIGHTS[Math.min(count, COUNT_WEIGHTS.length - 1)];
    }

    private int count(Function<Thing, ?> property, Object value) {
        return (int) scene.things().stream()
                .filter(thing -> property.apply(thing) == value)
                .count();
    }
}
