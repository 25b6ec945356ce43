// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import org.hipparchus.random.Well19937c;

/** What a simulated world's data are like, measured on many images, as a user would state it. */
final class EstimatedData {

    private static final int MANY = 200_000;

    private EstimatedData() {}

    /** Of two arms; the correlation of differences follows from how much their means over images vary. */
    static ExpectedData of(SimulatedScores world, int images) {
        ImageScores scores = world.draw(MANY, new Well19937c(1));
        double[] sizes = scores.sizes();
        double mean = (double) scores.questions() / MANY;
        double variance = 0;
        for (double size : sizes) {
            variance += (size - mean) * (size - mean) / MANY;
        }
        double sizeVariation = Math.sqrt(variance) / mean;
        Ratio difference = scores.difference("arm 0", "arm 1");
        double accuracy = scores.accuracy("arm 0").estimate();
        int[] differing = new int[1];
        world.ask(MANY, new Well19937c(1), (image, right) -> differing[0] += right[0] == right[1] ? 0 : 1);
        double discordance = (double) differing[0] / scores.questions();
        double agreement = 1 - discordance / (2 * accuracy * (1 - accuracy));
        // Standard error squared = discordance * design effect / questions, at no difference.
        double designEffect =
                difference.standardError() * difference.standardError() * scores.questions() / discordance;
        double correlation = (designEffect - 1) / ((1 + sizeVariation * sizeVariation) * mean - 1);
        return new ExpectedData(images, mean, sizeVariation, accuracy, agreement, Math.max(0, correlation));
    }
}
