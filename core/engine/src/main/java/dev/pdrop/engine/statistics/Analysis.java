// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How sure the figures of a run are.
 *
 * <p><b>Accuracies</b> have intervals of their own. <b>Differences</b> are judged as a family: whatever is printed
 * together belongs together, since the one difference in twenty that looks real by chance is the one that is read.
 *
 * <p><b>The rule.</b> A difference is distinguishable if both a permutation test and a bootstrap say so: its p-value is
 * the larger of the sign-flip one after Holm and that of the studentised bootstrap for the farthest of the family. The
 * first is right for any number of images if arms are alike, the second also where they differ in other ways than in
 * the mean; to ask for both errs on the careful side. The interval is the bootstrap's, simultaneous over the family,
 * and made to reach 0 where the permutation test alone objects: longer is never wrong. So interval, p-value and verdict
 * agree in every line.
 *
 * <p>Immutable, and a pure function of scores and {@link Resampling}; takes images × resamples multiply-adds for each
 * arm and comparison, and memory for arms × resamples numbers.
 */
public final class Analysis {

    private static final int FLIPS_BEYOND_THE_THRESHOLD = 10;

    private final ImageScores scores;
    private final Resampling resampling;
    private final Resamples resamples;

    /** An analysis of scores. */
    public Analysis(ImageScores scores, Resampling resampling) {
        this.scores = scores;
        this.resampling = resampling;
        this.resamples = new Resamples(scores.sizes(), resampling);
    }

    /**
     * The accuracy of every arm, in the order of {@link ImageScores#arms()}, each with an interval of its own: not to
     * compare arms by, which {@link #compare} does with pairs.
     */
    public List<Estimate> accuracies() {
        List<Ratio> accuracies = scores.arms().stream().map(scores::accuracy).toList();
        List<Estimate> estimates = new ArrayList<>();
        if (tooFewImages()) {
            accuracies.forEach(accuracy -> estimates.add(noStatement(accuracy)));
            return List.copyOf(estimates);
        }
        List<Deviations> deviations = deviations(accuracies);
        for (int arm = 0; arm < accuracies.size(); arm++) {
            estimates.add(interval(accuracies.get(arm), deviations.get(arm), resampling.error()));
        }
        return List.copyOf(estimates);
    }

    /**
     * Judges a family of comparisons, each corrected for all of them.
     *
     * @param family everything that is looked at together, in any order; may be empty
     * @return one comparison for each, in the same order
     * @throws IllegalArgumentException if an arm is unknown
     */
    public List<Comparison> compare(List<Contrast> family) {
        List<Quantity> quantities = family.stream().map(this::quantity).toList();
        List<Comparison> comparisons = new ArrayList<>();
        if (tooFewImages()) {
            for (int place = 0; place < family.size(); place++) {
                comparisons.add(Comparison.without(family.get(place), noStatement(quantities.get(place))));
            }
            return List.copyOf(comparisons);
        }
        SignFlips flips = new SignFlips(resampling.seed(), flips(family.size()));
        double[] uncorrected = quantities.stream()
                .mapToDouble(quantity -> quantity.signFlipPValue(flips))
                .toArray();
        double[] corrected = Holm.corrected(uncorrected);
        Deviations farthest = Deviations.ofFarthest(quantities, resamples, resampling);
        double errorOfEach = resampling.error() / family.size();
        for (int place = 0; place < family.size(); place++) {
            Quantity quantity = quantities.get(place);
            double pValue = Math.max(corrected[place], quantity.bootstrapPValue(farthest, family.size()));
            Interval interval = interval(quantity, farthest, errorOfEach);
            comparisons.add(new Comparison(
                    family.get(place),
                    pValue > resampling.error() ? interval.reaching(0) : interval,
                    OptionalDouble.of(pValue),
                    OptionalDouble.of(uncorrected[place]),
                    Verdict.of(quantity.estimate(), pValue, resampling.error())));
        }
        return List.copyOf(comparisons);
    }

    private Quantity quantity(Contrast contrast) {
        if (contrast instanceof Contrast.GainOverBest gain) {
            List<Ratio> differences = gain.controls().stream()
                    .map(control -> scores.difference(gain.arm(), control))
                    .toList();
            return differences.size() == 1 ? differences.get(0) : new LowestRatio(differences);
        }
        Contrast.Difference difference = (Contrast.Difference) contrast;
        return scores.difference(difference.arm(), difference.reference());
    }

    private Interval interval(Quantity quantity, Deviations deviations, double errorOfEach) {
        double critical = deviations.critical(resampling.level());
        Bounds bounds = quantity.bounds(critical, errorOfEach);
        double estimate = quantity.estimate();
        return new Interval(
                estimate,
                Math.min(bounds.low(), estimate),
                Math.max(bounds.high(), estimate),
                resampling.level(),
                scores.questions(),
                scores.images(),
                quantity.isExact(critical, errorOfEach));
    }

    private List<Deviations> deviations(List<Ratio> accuracies) {
        double[][] byArm = new double[accuracies.size()][resampling.resamples()];
        int[] place = new int[1];
        resamples.forEach(resample -> {
            for (int arm = 0; arm < byArm.length; arm++) {
                byArm[arm][place[0]] = accuracies.get(arm).deviation(resample);
            }
            place[0]++;
        });
        List<Deviations> deviations = new ArrayList<>();
        for (double[] arm : byArm) {
            deviations.add(new Deviations(arm));
        }
        return deviations;
    }

    /** So many that the smallest p-value that can be drawn is far below what decides, whatever the family's size. */
    private int flips(int family) {
        return (int)
                Math.max(resampling.resamples(), Math.ceil(FLIPS_BEYOND_THE_THRESHOLD * family / resampling.error()));
    }

    private boolean tooFewImages() {
        return scores.images() < NoStatement.FEWEST_IMAGES;
    }

    private NoStatement noStatement(Quantity quantity) {
        return NoStatement.tooFew(quantity.estimate(), scores.questions(), scores.images());
    }
}
