// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train;

import dev.pdrop.experiments.train.course.Tally.Count;
import java.util.List;

/**
 * How much of something is right, and how sure that is.
 *
 * @param right how many
 * @param asked of how many
 * @param low lower end of a 95 % interval of the share
 * @param high upper end
 */
public record Score(int right, int asked, double low, double high) {

    private static final double Z = 1.959963984540054;

    /** The share that is right; 0 of none. */
    public double share() {
        return asked == 0 ? 0 : right / (double) asked;
    }

    /**
     * The score of questions that come in clusters.
     *
     * <p>Wilson's interval for as many independent questions as the clustered ones are worth: their number over the
     * design effect, which is the variance of the share between clusters over that of independent questions, and at
     * least 1. Where clusters show nothing of how much they differ, since everything is right, or nothing, or there is
     * but one, the worst is taken: that the questions of a cluster are right or wrong together. They are worth the
     * effective number of clusters then, which is that of equally large ones.
     *
     * @param counts one a cluster, each with a question
     * @source Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927; the variance of a
     *     ratio by Cochran, "Sampling Techniques", 1977, equation 6.13; the effective number by Kish, "Survey
     *     Sampling", 1965, section 8.2
     */
    public static Score of(List<Count> counts) {
        int right = counts.stream().mapToInt(Count::right).sum();
        int asked = counts.stream().mapToInt(Count::asked).sum();
        if (asked == 0) {
            return new Score(0, 0, 0, 1);
        }
        double share = right / (double) asked;
        double worth = worth(counts, share, asked);
        double middle = (share + Z * Z / (2 * worth)) / (1 + Z * Z / worth);
        double half = Z * Math.sqrt(share * (1 - share) / worth + Z * Z / (4 * worth * worth)) / (1 + Z * Z / worth);
        return new Score(right, asked, Math.max(0, middle - half), Math.min(1, middle + half));
    }

    private static double worth(List<Count> counts, double share, int asked) {
        double independent = share * (1 - share) / asked;
        if (independent == 0 || counts.size() < 2) {
            double squares = counts.stream()
                    .mapToDouble(count -> Math.pow(count.asked(), 2))
                    .sum();
            return asked * (double) asked / squares;
        }
        double squares = counts.stream()
                .mapToDouble(count -> Math.pow(count.right() - share * count.asked(), 2))
                .sum();
        double clustered = squares / ((double) asked * asked) * counts.size() / (counts.size() - 1);
        return asked / Math.max(1, clustered / independent);
    }
}
