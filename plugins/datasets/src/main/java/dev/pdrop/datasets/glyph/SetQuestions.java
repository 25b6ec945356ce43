// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Questions about all things together: whether, and how many. */
final class SetQuestions {

    /** How often counts from 0 on are asked for, where there is a choice: as often as needed to come about alike. */
    private static final int[] COUNT_WEIGHTS = {4, 4, 5, 10};

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
        List<Look> there = scene.things().stream().map(Thing::look).toList();
        List<Colour> colours = there.stream().map(Look::colour).toList();
        List<Shape> shapes = there.stream().map(Look::shape).toList();
        return Look.ALL.stream()
                .filter(look -> there.contains(look) == together)
                .filter(look ->
                        (colours.contains(look.colour()) ? 1 : 0) + (shapes.contains(look.shape()) ? 1 : 0) == known)
                .toList();
    }

    /** Of a shape or of a colour, if not all that occur are equally many; zero is an answer too. */
    Optional<Question> count() {
        return random.chance(0.5)
                ? count(Shape.ALL, Thing::shape, shape -> "how many " + shape.word() + " ?")
                : count(Colour.ALL, Thing::colour, colour -> "how many " + colour.word() + " things ?");
    }

    private <T> Optional<Question> count(List<T> values, Function<Thing, T> property, Function<T, String> text) {
        List<T> there = scene.things().stream().map(property).toList();
        List<Integer> guesses =
                there.stream().map(value -> Collections.frequency(there, value)).toList();
        if (guesses.stream().distinct().count() < 2) {
            return Optional.empty();
        }
        List<Integer> weighted = Stream.concat(Stream.of(0), guesses.stream().distinct())
                .flatMap(count -> Collections.nCopies(weight(count), count).stream())
                .toList();
        int count = random.pick(weighted);
        T asked = random.pick(values.stream()
                .filter(value -> Collections.frequency(there, value) == count)
                .toList());
        return Optional.of(new Question(
                QuestionType.COUNT,
                text.apply(asked),
                Integer.toString(count),
                guesses.stream().map(String::valueOf).toList()));
    }

    private static int weight(int count) {
        return COUNT_WEIGHTS[Math.min(count, COUNT_WEIGHTS.length - 1)];
    }
}
