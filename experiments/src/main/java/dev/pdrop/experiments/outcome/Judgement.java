// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Comparison;
import dev.pdrop.engine.statistics.Contrast;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.NoStatement;
import dev.pdrop.engine.statistics.Resampling;
import java.util.ArrayList;
import java.util.List;

/**
 * The accuracies of the arms with intervals, and the verdicts on pairs of them.
 *
 * <p>A pure function of scores and seed, so that an interrupted run ends with the bytes of an uninterrupted one.
 *
 * @param statistics how it was judged
 * @param accuracies one an arm, in order
 * @param pairs the family, in its order
 */
public record Judgement(Statistics statistics, List<Estimate> accuracies, List<PairResult> pairs) {

    /** Copies the lists. */
    public Judgement {
        accuracies = List.copyOf(accuracies);
        pairs = List.copyOf(pairs);
    }

    /**
     * Judges.
     *
     * @param scores of all arms
     * @param references arms that the others are held against
     * @param seed of the experiment
     */
    public static Judgement of(ImageScores scores, List<String> references, long seed) {
        Resampling resampling = Resampling.standard(seed);
        Family family = Family.of(scores.arms(), references);
        Analysis analysis = new Analysis(scores, resampling);
        List<Comparison> comparisons = analysis.compare(List.<Contrast>copyOf(family.pairs()));
        List<PairResult> pairs = new ArrayList<>();
        for (int place = 0; place < comparisons.size(); place++) {
            Contrast.Difference pair = family.pairs().get(place);
            pairs.add(PairResult.of(pair.arm(), pair.reference(), comparisons.get(place)));
        }
        List<Estimate> accuracies = analysis.accuracies();
        Statistics statistics = new Statistics(
                resampling.level(),
                resampling.resamples(),
                seed,
                scores.images(),
                scores.questions(),
                references.stream().findFirst().orElse(""),
                family.rule(),
                family.pairs().size(),
                reason(accuracies));
        return new Judgement(statistics, accuracies, pairs);
    }

    /**
     * The accuracies alone, such as of the questions of one type.
     *
     * @param scores of all arms
     * @param seed of the experiment
     */
    public static List<Estimate> accuracies(ImageScores scores, long seed) {
        return new Analysis(scores, Resampling.standard(seed)).accuracies();
    }

    private static String reason(List<Estimate> accuracies) {
        return accuracies.stream()
                .filter(NoStatement.class::isInstance)
                .map(one -> ((NoStatement) one).reason())
                .findFirst()
                .orElse("");
    }
}
