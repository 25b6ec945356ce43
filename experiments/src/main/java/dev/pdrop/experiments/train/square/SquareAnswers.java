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
import dev.pdrop.experiments.run.ExampleImages;
import dev.pdrop.experiments.run.StoredRun;
import dev.pdrop.spi.FailedRunException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What trained models answered: the same questions under the same methods.
 *
 * @param runs in which they were asked, one a model, complete
 * @param images that the questions are about
 */
public record SquareAnswers(List<StoredRun> runs, ExampleImages images) {

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
        for (int model = 1; model < runs().size(); model++) {
            for (ArmResult method : methods(model)) {
                contrasts.add(new Contrast.Difference(name(model, method.arm()), name(0, method.arm())));
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
        Map<String, double[][]> byExample = byExample(arms);
        ImageScores.Builder scores = ImageScores.of(arms);
        for (String example : images.examples()) {
            double[][] own = byExample.getOrDefault(example, new double[arms.size()][0]);
            for (int arm = 0; arm < own.length; arm++) {
                if (own[arm].length == 0) {
                    throw new FailedRunException("expected an answer of " + arms.get(arm) + " to the example '"
                            + example + "', found none: remove the folder of that run, and run the same command again");
                }
            }
            scores.add(images.of(example).orElseThrow(), List.of(own));
        }
        return scores.build();
    }

    /** For each example the scores of each arm's replicates. */
    private Map<String, double[][]> byExample(List<String> arms) {
        Map<String, Integer> places = new HashMap<>();
        arms.forEach(arm -> places.put(arm, places.size()));
        Map<String, double[][]> byExample = new HashMap<>();
        for (int model = 0; model < runs.size(); model++) {
            int own = model;
            try (Stream<AnswerRecord> records = runs.get(model).records()) {
                records.forEach(record -> {
                    requireKnown(runs.get(own), record);
                    double[][] scores =
                            byExample.computeIfAbsent(record.example(), unused -> new double[arms.size()][0]);
                    int arm = places.getOrDefault(name(own, record.arm()), -1);
                    if (arm >= 0) {
                        scores[arm] = and(scores[arm], record.score());
                    }
                });
            }
        }
        return byExample;
    }

    private void requireKnown(StoredRun run, AnswerRecord record) {
        if (images.of(record.example()).isEmpty()) {
            throw new FailedRunException("expected answers to the examples of the data set, found one to '"
                    + record.example() + "', which it does not hold, in the run " + run.path()
                    + ": remove that folder, and run the same command again");
        }
    }

    private static double[] and(double[] scores, double more) {
        double[] longer = Arrays.copyOf(scores, scores.length + 1);
        longer[scores.length] = more;
        return longer;
    }
}
