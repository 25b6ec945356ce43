// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.plan.DatasetPlan;
import dev.pdrop.experiments.train.plan.TrainingPlan;
import dev.pdrop.spi.Conversation;
import dev.pdrop.spi.Dataset;
import dev.pdrop.spi.Example;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that a model needs for what it is to learn. */
final class ModelWords {

    /** Examples of a data set that does not say its words beforehand; it is read to its end, which it then has. */
    private static final long MOST = 1_000_000;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private ModelWords() {}

    /** The words of the prompt, then those of the data set in its order; read off its examples if it does not say. */
    static List<String> of(TrainingPlan plan) {
        Set<String> words = new LinkedHashSet<>();
        add(plan.prompt().replace(DatasetPlan.QUESTION, " ").replace(Conversation.IMAGE, " "), words);
        Dataset dataset = plan.dataset().create();
        if (dataset.words().isEmpty()) {
            words.addAll(read(dataset));
        } else {
            words.addAll(dataset.words());
        }
        return new ArrayList<>(words);
    }

    private static Set<String> read(Dataset dataset) {
        Set<String> words = new TreeSet<>();
        try (Stream<Example> examples = dataset.examples()) {
            examples.limit(MOST).forEach(example -> {
                add(example.question(), words);
                example.answers().forEach(answer -> add(answer, words));
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
