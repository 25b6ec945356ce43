// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import dev.pdrop.spi.Floor;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** What answerers that take short cuts get right. */
final class ShortCuts {

    /** Training questions that answerers learn from. */
    private static final long LEARNT = 40_000;

    /** Questions that they are asked at most. */
    private static final long ASKED = 20_000;

    /** Far from where training begins, so that they do not learn what they are asked in the training split. */
    private static final long FIRST_LEARNT = 1L << 40;

    private final GlyphVqaDataset.Config config;

    ShortCuts(GlyphVqaDataset.Config config) {
        this.config = config;
    }

    /** The floors, the weakest first. */
    List<Floor> floors() {
        List<Question> learnt = questions(Split.TRAIN, FIRST_LEARNT, LEARNT);
        List<Question> asked = questions(config.split(), config.firstImage(), Math.min(config.count(), ASKED));
        Map<String, String> byType = best(learnt, question -> question.type().label());
        Map<String, String> byText = best(learnt, Question::text);
        String from = LEARNT + " training questions";
        return List.of(
                floor(
                        "majority",
                        "always the answer that is most frequent for the type in " + from,
                        asked,
                        question -> right(
                                question, byType.getOrDefault(question.type().label(), ""))),
                floor(
                        "question only",
                        "without the image: the answer that is most frequent for the same question in " + from
                                + ", or for its type if it is not among them",
                        asked,
                        question -> right(
                                question,
                                byText.getOrDefault(
                                        question.text(),
                                        byType.getOrDefault(question.type().label(), "")))),
                floor(
                        "any object",
                        "as if a random object of the image were asked about: any thing (for exist: yes), any box of"
                                + " the kind, any bar; for rel, any neighbour of the thing",
                        asked,
                        Question::guessed));
    }

    private List<Question> questions(Split split, long first, long count) {
        Pictures pictures = config.pictures(split);
        return LongStream.iterate(first, number -> number + 1)
                .mapToObj(pictures::picture)
                .flatMap(picture -> picture.questions().stream())
                .limit(count)
                .toList();
    }

    private static double right(Question question, String answer) {
        return question.answer().equals(answer) ? 1 : 0;
    }

    /** The most frequent answer for each key; of equally frequent ones, the first in alphabetical order. */
    private static Map<String, String> best(List<Question> questions, Function<Question, String> key) {
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        for (Question question : questions) {
            counts.computeIfAbsent(key.apply(question), any -> new HashMap<>())
                    .merge(question.answer(), 1, Integer::sum);
        }
        Map<String, String> best = new HashMap<>();
        counts.forEach((any, answers) -> best.put(any, mostFrequent(answers)));
        return best;
    }

    private static String mostFrequent(Map<String, Integer> answers) {
        return answers.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry<String, Integer>::getValue)
                        .thenComparing(
                                Map.Entry.<String, Integer>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
    }

    private static Floor floor(
            String name, String definition, List<Question> asked, ToDoubleFunction<Question> rightness) {
        Map<String, Double> byType = new LinkedHashMap<>();
        for (QuestionType type : QuestionType.values()) {
            List<Question> ofType =
                    asked.stream().filter(question -> question.type() == type).toList();
            if (!ofType.isEmpty()) {
                byType.put(type.label(), mean(ofType, rightness));
            }
        }
        return new Floor(name, definition, mean(asked, rightness), byType);
    }

    private static double mean(List<Question> questions, ToDoubleFunction<Question> rightness) {
        return questions.stream().mapToDouble(rightness).average().orElse(0);
    }
}
