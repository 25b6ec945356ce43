// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuestionsTest {

    /*
     * red ring     .         .           .         .          .
     * blue ring    red cross .           .         .          .
     * ...
     * bottom row: green heart in the last cell
     */
    private static final Scene SCENE = new Scene(
            6,
            List.of(
                    new Thing(Colour.RED, Shape.RING, Size.BIG, new Cell(0, 0)),
                    new Thing(Colour.BLUE, Shape.RING, Size.SMALL, new Cell(1, 0)),
                    new Thing(Colour.RED, Shape.CROSS, Size.SMALL, new Cell(1, 1)),
                    new Thing(Colour.GREEN, Shape.HEART, Size.SMALL, new Cell(5, 5))),
            List.of(new Box(Colour.RED, "HA", new Cell(3, 3)), new Box(Colour.WHITE, "AA", new Cell(4, 0))),
            Optional.of(new Chart(
                    new Cell(0, 3),
                    List.of(
                            new Bar(Colour.GREEN, 4),
                            new Bar(Colour.BLUE, 5),
                            new Bar(Colour.CYAN, 2),
                            new Bar(Colour.ORANGE, 3)))));

    @Test
    void everyQuestionOfASmallSceneIsAnsweredRight() {
        assertThat(all(SCENE, 1.0))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("what color is the cross ?", "red"),
                        Map.entry("what color is the heart ?", "green"),
                        Map.entry("what shape is the blue thing ?", "ring"),
                        Map.entry("what shape is the green thing ?", "heart"),
                        Map.entry("what size is the red ring ?", "big"),
                        Map.entry("what size is the blue ring ?", "small"),
                        Map.entry("what size is the red cross ?", "small"),
                        Map.entry("what size is the green heart ?", "small"),
                        Map.entry("is there a red ring ?", "yes"),
                        Map.entry("is there a blue ring ?", "yes"),
                        Map.entry("is there a red cross ?", "yes"),
                        Map.entry("is there a green heart ?", "yes"),
                        Map.entry("is there a red heart ?", "no"),
                        Map.entry("is there a blue cross ?", "no"),
                        Map.entry("is there a blue heart ?", "no"),
                        Map.entry("is there a green ring ?", "no"),
                        Map.entry("is there a green cross ?", "no"),
                        Map.entry("how many ring ?", "2"),
                        Map.entry("how many cross ?", "1"),
                        Map.entry("how many heart ?", "1"),
                        Map.entry("how many circle ?", "0"),
                        Map.entry("how many square ?", "0"),
                        Map.entry("how many triangle ?", "0"),
                        Map.entry("how many diamond ?", "0"),
                        Map.entry("how many arrow ?", "0"),
                        Map.entry("how many red things ?", "2"),
                        Map.entry("how many blue things ?", "1"),
                        Map.entry("how many green things ?", "1"),
                        Map.entry("how many yellow things ?", "0"),
                        Map.entry("how many purple things ?", "0"),
                        Map.entry("how many cyan things ?", "0"),
                        Map.entry("how many orange things ?", "0"),
                        Map.entry("how many white things ?", "0"),
                        Map.entry("what is above the blue ring ?", "red ring"),
                        Map.entry("what is right the blue ring ?", "red cross"),
                        Map.entry("what letters in the red box ?", "H A"),
                        Map.entry("what letters in the white box ?", "A A"),
                        Map.entry("how high is the green bar ?", "4"),
                        Map.entry("how high is the blue bar ?", "5"),
                        Map.entry("how high is the cyan bar ?", "2"),
                        Map.entry("how high is the orange bar ?", "3"),
                        Map.entry("what color is the highest bar ?", "blue"),
                        Map.entry("what color is the lowest bar ?", "cyan")));
    }

    /** Of the two neighbours of the blue ring one is above and one right; the red ring and the cross have but one. */
    @Test
    void neighboursAreAskedForOnTheSidesThatAreSet() {
        assertThat(neighbours(List.of(Direction.ABOVE, Direction.LEFT)))
                .containsExactly(Map.entry("what is above the blue ring ?", "red ring"));
        assertThat(neighbours(List.of(Direction.RIGHT)))
                .containsExactly(Map.entry("what is right the blue ring ?", "red cross"));
        assertThat(neighbours(List.of(Direction.BELOW))).isEmpty();
    }

    private static Map<String, String> neighbours(List<Direction> sides) {
        Map<String, String> asked =
                all(SCENE, new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, 0.9, 12, 5, Optional.of(sides)));
        asked.keySet().removeIf(text -> !text.matches("what is (left|right|above|below) .*"));
        return asked;
    }

    @Test
    void placesAreThirdsOfThePicture() {
        Scene spread = new Scene(
                6,
                List.of(
                        new Thing(Colour.RED, Shape.RING, Size.BIG, new Cell(0, 1)),
                        new Thing(Colour.BLUE, Shape.RING, Size.BIG, new Cell(3, 2)),
                        new Thing(Colour.WHITE, Shape.CROSS, Size.BIG, new Cell(4, 5))),
                List.of(),
                Optional.empty());

        assertThat(all(spread, 1.0))
                .containsEntry("where is the red ring ?", "top left")
                .doesNotContainKey("where is the white ring ?");
        assertThat(all(spread, 1.0).entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith("where"))
                        .map(Map.Entry::getValue))
                .containsExactlyInAnyOrder("top left", "middle center", "bottom right");
    }

    @Test
    void aThingIsNotAskedAboutWhereMostAreAlike() {
        assertThat(all(SCENE, 1.0).keySet()).noneMatch(text -> text.startsWith("where"));
    }

    @Test
    void whatIsAskedForInVainMayAlsoBeHalfKnown() {
        Set<String> asked = all(SCENE, 0.0).keySet();

        assertThat(asked).contains("is there a white ring ?", "is there a red square ?");
        assertThat(asked).doesNotContain("is there a blue cross ?", "is there a white square ?");
    }

    @Test
    void questionsOfManyScenesAreFairAndInTheWords() {
        Map<QuestionType, Map<String, Integer>> answers = new TreeMap<>();
        Set<String> words = new TreeSet<>();
        LongStream.range(0, 3000)
                .mapToObj(GlyphSettings.pictures(Split.TRAIN, 5)::picture)
                .forEach(picture -> {
                    assertThat(picture.questions())
                            .extracting(Question::text)
                            .doesNotHaveDuplicates()
                            .hasSize(4);
                    for (Question question : picture.questions()) {
                        checkGuesses(question);
                        answers.computeIfAbsent(question.type(), type -> new TreeMap<>())
                                .merge(question.answer(), 1, Integer::sum);
                        words.addAll(Arrays.asList((question.text() + " " + question.answer()).split(" ")));
                    }
                });

        assertThat(Words.ALL).containsExactlyInAnyOrderElementsOf(words);
        assertThat(answers).hasSize(QuestionType.values().length);
        answers.forEach((type, counts) -> {
            int total = counts.values().stream().mapToInt(Integer::intValue).sum();
            int most =
                    counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
            assertThat(total).as("questions of type " + type).isBetween(800, 1500);
            assertThat((double) most / total)
                    .as("most frequent answer of " + type)
                    .isLessThan(bound(type));
        });
    }

    /** Whoever names any object of the picture is wrong about another. */
    private static void checkGuesses(Question question) {
        Set<String> different = Set.copyOf(question.guesses());
        if (question.type() != QuestionType.EXIST) {
            assertThat(different).as(question.text()).hasSizeGreaterThan(1);
        }
        if (!Set.of(QuestionType.EXIST, QuestionType.COUNT).contains(question.type())) {
            assertThat(different).contains(question.answer());
        }
    }

    private static double bound(QuestionType type) {
        return switch (type) {
            case EXIST, SIZE -> 0.55;
            case COUNT -> 0.35;
            case BAR -> 0.25;
            default -> 0.2;
        };
    }

    /** All that is ever asked about a scene; an answer does not depend on when it is asked. */
    private static Map<String, String> all(Scene scene, double confusable) {
        return all(scene, new Difficulty(6, 3, 7, 0.8, 0.4, 0.6, 0.6, confusable, 12, 5, Optional.empty()));
    }

    private static Map<String, String> all(Scene scene, Difficulty difficulty) {
        Asker asker = new Asker(GlyphSettings.EVERY_TYPE, difficulty);
        return Stream.iterate(0L, seed -> seed + 1)
                .limit(400)
                .flatMap(seed -> asker.ask(scene, 8, new SplitMix(seed)).stream())
                .collect(Collectors.toMap(Question::text, Question::answer, (one, other) -> {
                    assertThat(other).isEqualTo(one);
                    return one;
                }));
    }
}
