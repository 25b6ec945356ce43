// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.outcome;

import dev.pdrop.engine.statistics.Analysis;
import dev.pdrop.engine.statistics.Estimate;
import dev.pdrop.engine.statistics.ImageScores;
import dev.pdrop.engine.statistics.NoStatement;
import dev.pdrop.engine.statistics.Resampling;
import java.util.List;

/**
 * The accuracies of the arms with intervals, and the verdicts on what is held against what.
 *
 * <p>A pure function of scores and seed, so that an interrupted run ends with the bytes of an uninterrupted one.
 *
 * @param statistics how it was judged
 * @param accuracies one an arm, in order
 * @param pairs those of the family, in its order
 * @param gains those of the family, in its order
 * @param rankings those of the family, in its order
 */
public record Judgement(
        Statistics statistics,
        List<Estimate> accuracies,
        List<PairResult> pairs,
        List<GainResult> gains,
        List<PairResult> rankings) {

    /** Copies the lists. */
    public Judgement {
        accuracies = List.copyOf(accuracies);
        pairs = List.copyOf(pairs);
        gains = List.copyOf(gains);
        rankings = List.copyOf(rankings);
    }

    /**
     * Judges.
     *
     * @param scores of all arms
     * @param family what is held against what; of these arms
     * @param seed of the experiment
     */
    public static Judgement of(ImageScores scores, Family family, long seed) {
        Resampling resampling = Resampling.standard(seed);
        Analysis analysis = new Analysis(scores, resampling);
        Judged judged = new Judged(analysis, family);
        List<Estimate> accuracies = analysis.accuracies();
        Statistics statistics = new Statistics(
                resampling.level(),
                resampling.resamples(),
                seed,
                scores.images(),
                scores.questions(),
                family.reference(),
                family.rule(),
                judged.comparisons(),
                reason(accuracies));
        return new Judgement(
                statistics,
                accuracies,
                family.pairs().stream().map(judged::pair).toList(),
                family.gains().stream().map(gain -> GainResult.of(gain, judged)).toList(),
                family.rankings().stream().map(judged::pair).toList());
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
