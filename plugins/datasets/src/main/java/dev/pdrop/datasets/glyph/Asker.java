// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.datasets.glyph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Thinks of questions about a scene. */
final class Asker {

    /** How often a type is tried for each question wanted, before the scene is given up. */
    private static final int TRIES = 12;

    private final List<QuestionType> types;
    private final Difficulty difficulty;
    private final double totalWeight;

    /**
     * An asker.
     *
     * @param types what is asked; not empty
     * @param difficulty says what is asked in a type
     */
    Asker(List<QuestionType> types, Difficulty difficulty) {
        this.types = List.copyOf(types);
        this.difficulty = difficulty;
        this.totalWeight = types.stream().mapToDouble(QuestionType::weight).sum();
    }

    /** Different questions; fewer than wanted if not so many are found. */
    List<Question> ask(Scene scene, int wanted, SplitMix random) {
        List<Question> questions = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < TRIES * wanted && questions.size() < wanted; i++) {
            question(type(random), scene, random)
                    .filter(question -> texts.add(question.text()))
                    .ifPresent(questions::add);
        }
        return questions;
    }

    private QuestionType type(SplitMix random) {
        int chosen = types.size() - 1;
        double rest = totalWeight;
        for (int i = 0; i < chosen; i++) {
            if (random.chance(types.get(i).weight() / rest)) {
                chosen = i;
            }
            rest -= types.get(i).weight();
        }
        return types.get(chosen);
    }

    private Optional<Question> question(QuestionType type, Scene scene, SplitMix random) {
        return switch (type) {
            case COLOR -> new ThingQuestions(scene, random).colour();
            case SHAPE -> new ThingQuestions(scene, random).shape();
            case SIZE -> new ThingQuestions(scene, random).size();
            case WHERE -> new ThingQuestions(scene, random).place();
            case EXIST -> new SetQuestions(scene, random, difficulty.confusable()).existence();
            case COUNT -> new SetQuestions(scene, random, difficulty.confusable()).count();
            case REL -> new NeighbourQuestions(scene, difficulty.sides(), random).neighbour();
            case DIGIT -> new BoxQuestions(scene, random).digit();
            case CODE -> new BoxQuestions(scene, random).letters();
            case BAR -> new ChartQuestions(scene, random).height();
            case HIGH -> new ChartQuestions(scene, random).extreme();
        };
    }
}
