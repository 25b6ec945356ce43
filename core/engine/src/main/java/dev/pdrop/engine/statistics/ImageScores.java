// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the arms of an experiment scored, image by image: all that the statistics need to know of a run.
 *
 * <p>Questions on one image share what makes it hard, so the image is the unit that counts; of its questions only the
 * sum of scores and their number are kept. Every arm has been asked every question, so that arms compare pair by pair;
 * a question that failed is there with the score that it counts for, usually 0.
 *
 * <p>Immutable.
 */
public final class ImageScores {

    private final List<String> arms;
    private final int[] replicates;
    private final double[][] sums;
    private final double[] sizes;

    private ImageScores(List<String> arms, int[] replicates, double[][] sums, double[] sizes) {
        this.arms = arms;
        this.replicates = replicates;
        this.sums = sums;
        this.sizes = sizes;
    }

    /**
     * Begins to gather.
     *
     * @param arms names of the arms, each once
     */
    public static Builder of(List<String> arms) {
        return new Builder(arms);
    }

    /** Names of the arms, in the order given. */
    public List<String> arms() {
        return arms;
    }

    /** The number of images. */
    public int images() {
        return sizes.length;
    }

    /** The number of questions. */
    public int questions() {
        return (int) Math.round(Arrays.stream(sizes).sum());
    }

    /** How many replicates of an arm were averaged inside each question; 0 if there is no question. */
    public int replicates(String arm) {
        return replicates[place(arm)];
    }

    /** The share of an arm's scores: their sum over the number of questions. */
    Ratio accuracy(String arm) {
        return new Ratio(sums[place(arm)].clone(), sizes, Ratio.Range.SHARE);
    }

    /** By how much an arm's share is above another's, on the same questions. */
    Ratio difference(String arm, String reference) {
        double[] first = sums[place(arm)];
        double[] second = sums[place(reference)];
        double[] differences = new double[first.length];
        for (int image = 0; image < first.length; image++) {
            differences[image] = first[image] - second[image];
        }
        return new Ratio(differences, sizes, Ratio.Range.DIFFERENCE);
    }

    double[] sizes() {
        return sizes.clone();
    }

    private int place(String arm) {
        int place = arms.indexOf(arm);
        if (place < 0) {
            throw new IllegalArgumentException("expected one of the arms " + arms + ", found '" + arm + "'");
        }
        return place;
    }

    /** Gathers scores question by question. Mutable; used by one thread. */
    public static final class Builder {

        private final List<String> arms;
        private final int[] replicates;
        private final Map<String, Integer> images = new LinkedHashMap<>();
        private final List<double[]> sums = new ArrayList<>();
        private final List<double[]> sizes = new ArrayList<>();

        private Builder(List<String> arms) {
            this.arms = List.copyOf(arms);
            if (new HashSet<>(this.arms).size() < this.arms.size()) {
                throw new IllegalArgumentException("expected arms of different names, found " + arms);
            }
            this.replicates = new int[this.arms.size()];
        }

        /**
         * Adds a question. Replicates are averaged here, inside the question: they say how much an arm varies, not how
         * much more is known of the images.
         *
         * @param image what the question is about; questions with the same image belong together
         * @param scores for each arm, in order, the scores of its replicates, each in [0, 1]; as many replicates of an
         *     arm as in its other questions; not kept
         * @return this
         */
        public Builder add(String image, List<double[]> scores) {
            if (scores.size() != arms.size()) {
                throw new IllegalArgumentException("expected scores of " + arms.size() + " arms, found " + scores.size()
                        + " for a question about " + image);
            }
            double[] means = new double[arms.size()];
            for (int arm = 0; arm < means.length; arm++) {
                means[arm] = mean(image, arm, scores.get(arm));
            }
            int place = images.computeIfAbsent(image, unused -> images.size());
            if (place == sums.size()) {
                sums.add(new double[arms.size()]);
                sizes.add(new double[1]);
            }
            for (int arm = 0; arm < means.length; arm++) {
                sums.get(place)[arm] += means[arm];
            }
            sizes.get(place)[0]++;
            return this;
        }

        /** What has been gathered. */
        public ImageScores build() {
            double[][] byArm = new double[arms.size()][sums.size()];
            for (int image = 0; image < sums.size(); image++) {
                for (int arm = 0; arm < byArm.length; arm++) {
                    byArm[arm][image] = sums.get(image)[arm];
                }
            }
            return new ImageScores(
                    arms,
                    replicates.clone(),
                    byArm,
                    sizes.stream().mapToDouble(size -> size[0]).toArray());
        }

        private double mean(String image, int arm, double[] scores) {
            if (scores.length == 0 || (replicates[arm] != 0 && scores.length != replicates[arm])) {
                throw new IllegalArgumentException("expected "
                        + (replicates[arm] == 0 ? "a score" : replicates[arm] + " scores") + " of the arm '"
                        + arms.get(arm) + "', found " + scores.length + " for a question about " + image);
            }
            double sum = 0;
            for (double score : scores) {
                if (!(score >= 0 && score <= 1)) {
                    throw new IllegalArgumentException("expected scores from 0 to 1, found " + score + " of the arm '"
                            + arms.get(arm) + "' for a question about " + image);
                }
                sum += score;
            }
            replicates[arm] = scores.length;
            return sum / scores.length;
        }
    }
}
