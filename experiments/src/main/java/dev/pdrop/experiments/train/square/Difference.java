// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.train.square;

import dev.pdrop.experiments.train.course.Tally.Count;
import java.util.List;

/**
 * By how much one model answers more questions right than another one that was asked the same questions.
 *
 * @param points difference of the shares of right answers, in percentage points
 * @param margin half of its 95 % interval, in percentage points
 */
public record Difference(double points, double margin) {

    private static final double Z = 1.959963984540054;
    private static final double PERCENT = 100;

    /**
     * The difference of clustered answers, image by image.
     *
     * <p>Normal interval for the ratio of the sum of differences over the number of questions.
     *
     * @param counts of one model, one an image
     * @param base of the other one, of the same images in the same order
     * @source Cochran, "Sampling Techniques", 1977, equation 6.13
     */
    static Difference of(List<Count> counts, List<Count> base) {
        int clusters = counts.size();
        double asked = counts.stream().mapToInt(Count::asked).sum();
        double sum = 0;
        for (int image = 0; image < clusters; image++) {
            sum += counts.get(image).right() - base.get(image).right();
        }
        double share = asked == 0 ? 0 : sum / asked;
        double squares = 0;
        for (int image = 0; image < clusters; image++) {
            double difference = counts.get(image).right() - base.get(image).right();
            squares += Math.pow(difference - share * counts.get(image).asked(), 2);
        }
        double variance = clusters < 2 ? 0 : squares * clusters / (clusters - 1) / (asked * asked);
        return new Difference(PERCENT * share, PERCENT * Z * Math.sqrt(variance));
    }
}
