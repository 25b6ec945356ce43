// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import dev.pdrop.spi.InvalidDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that a model needs for what it is to learn. */
final class ModelWords {

    /** Examples of a data set that does not say its words beforehand; it is read to its end, which it then has. */
    private static final long MOST = 1_000_000;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ModelWords() {}

    /**
     * The words of the prompt, then those of the data set in its order; read off its examples if it does not say.
     *
     * @throws InvalidDataException if validation or test questions need others, which would be found out after hours
     */
    static List<String> of(TrainingPlan plan) {
        Set<String> words = new LinkedHashSet<>();
        add(plan.prompt().replace(DatasetPlan.QUESTION, " ").replace(Conversation.IMAGE, " "), words);
        words.addAll(wordsOf(plan.dataset().create(), Integer.MAX_VALUE).keySet());
        requireKnown("validation", plan.validation().create(), words);
        requireKnown("test", plan.test().create(), words);
        return new ArrayList<>(words);
    }

    private static void requireKnown(String name, Dataset dataset, Set<String> known) {
        Map<String, String> words = wordsOf(dataset, 1);
        words.keySet().removeAll(known);
        words.entrySet().stream().findFirst().ifPresent(first -> {
            throw new InvalidDataException(first.getValue() + "expected in " + name
                    + " words of the data set to learn from, found others: " + String.join(", ", words.keySet())
                    + "; learn from questions that hold them, or leave out those of " + name);
        });
    }

    /**
     * Its words, each with the place that a message about it begins with.
     *
     * @param answers how many accepted answers of a question count; only the first is ever asked for
     */
    private static Map<String, String> wordsOf(Dataset dataset, int answers) {
        Map<String, String> words = new LinkedHashMap<>();
        dataset.words().forEach(word -> words.put(word, ""));
        return words.isEmpty() ? read(dataset, answers) : words;
    }

    private static Map<String, String> read(Dataset dataset, int answers) {
        Map<String, String> words = new TreeMap<>();
        try (Stream<Example> examples = dataset.examples()) {
            examples.limit(MOST).forEach(example -> {
                Set<String> own = new TreeSet<>();
                add(example.question(), own);
                example.answers().stream().limit(answers).forEach(answer -> add(answer, own));
                own.forEach(word -> words.putIfAbsent(word, example.origin() + ": "));
            });
        }
        return words;
    }

    private static void add(String text, Set<String> words) {
        for (String word : SPACE.split(text, -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
    }
}
