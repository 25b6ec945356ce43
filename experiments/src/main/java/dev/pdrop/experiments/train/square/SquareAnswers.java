// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.Resampling;
import dev.pdrop.experiments.run.AnswerRecord;
import dev.pdrop.experiments.run.ArmResult;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.FailedRunException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What trained models answered: the same questions under the same methods.
 *
 * @param runs in which they were asked, one a model, complete
 */
public record SquareAnswers(List<StoredRun> runs) {

    /** Copies the runs. */
    public SquareAnswers {
        runs = List.copyOf(runs);
    }

    /**
     * What each model answers under each method, all differences to the first model judged as one family.
     *
     * @param seed of what is resampled
     * @throws FailedRunException if not all of them were asked the same questions
     */
    List<List<Square.Asked>> asked(long seed) {
        ImageScores scores = scores();
        Analysis analysis = new Analysis(scores, Resampling.standard(seed));
        List<Estimate> accuracies = analysis.accuracies();
        Map<String, Comparison> comparisons = new HashMap<>();
        analysis.compare(contrasts())
                .forEach(one -> comparisons.put(one.contrast().arm(), one));
        List<List<Square.Asked>> all = new ArrayList<>();
        for (int model = 0; model < runs().size(); model++) {
            List<Square.Asked> asked = new ArrayList<>();
            for (ArmResult method : methods(model)) {
                String name = name(model, method.arm());
                asked.add(new Square.Asked(
                        method.arm(),
                        runs().get(model).name(),
                        method.averageTokens(),
                        accuracies.get(scores.arms().indexOf(name)),
                        Optional.ofNullable(comparisons.get(name)).map(Square.Difference::of)));
            }
            all.add(asked);
        }
        return all;
    }

    private List<Contrast> contrasts() {
        List<Contrast> contrasts = new ArrayList<>();
        List<String> first = methods(0).stream().map(ArmResult::arm).toList();
        for (int model = 1; model < runs().size(); model++) {
            for (ArmResult method : methods(model)) {
                // A control may be had for one model and not for another.
                if (first.contains(method.arm())) {
                    contrasts.add(new Contrast.Difference(name(model, method.arm()), name(0, method.arm())));
                }
            }
        }
        return contrasts;
    }

    /** The methods, in order. */
    private List<ArmResult> methods(int model) {
        return runs.get(model).results().orElseThrow().arms();
    }

    /** What a model under a method is called among the {@link #scores}. */
    private String name(int model, String method) {
        return runs.get(model).name() + ": " + method;
    }

    /** The scores of every model under every method. */
    private ImageScores scores() {
        List<String> arms = new ArrayList<>();
        for (int model = 0; model < runs.size(); model++) {
            for (ArmResult method : methods(model)) {
                arms.add(name(model, method.arm()));
            }
        }
        ImageScores.Builder scores = ImageScores.of(arms);
        questions(arms).forEach((example, question) -> {
            for (int arm = 0; arm < arms.size(); arm++) {
                if (question.scores().get(arm).length == 0) {
                    throw new FailedRunException("expected an answer of " + arms.get(arm) + " to the example '"
                            + example + "', which another model was asked, found none: remove the folders of both runs"
                            + " in " + runs.get(0).path().resolveSibling("") + ", and run the same command again");
                }
            }
            scores.add(question.images(), question.scores());
        });
        return scores.build();
    }

    /** A question: hash of its images, and for each arm the scores of its replicates. */
    private record Question(String images, List<double[]> scores) {

        static Question of(String images, int arms) {
            return new Question(images, new ArrayList<>(Collections.nCopies(arms, new double[0])));
        }

        void add(int arm, double score) {
            double[] longer = Arrays.copyOf(scores.get(arm), scores.get(arm).length + 1);
            longer[longer.length - 1] = score;
            scores.set(arm, longer);
        }
    }

    /** The questions by the example's id, in order of the ids. */
    private Map<String, Question> questions(List<String> arms) {
        // The order of the journal is that of the computation, which another run may have done in parts.
        Map<String, Question> questions = new TreeMap<>();
        for (int model = 0; model < runs.size(); model++) {
            int own = model;
            try (Stream<AnswerRecord> records = runs.get(model).records()) {
                records.forEach(record -> {
                    int arm = arms.indexOf(name(own, record.arm()));
                    if (arm >= 0) {
                        questions
                                .computeIfAbsent(record.example(), unused -> Question.of(record.images(), arms.size()))
                                .add(arm, record.score());
                    }
                });
            }
        }
        return questions;
    }
}
