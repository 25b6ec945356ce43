// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

/**
 * What is expected of data that are not there yet. The first three are facts of a data set; the others are assumptions,
 * to be printed with whatever follows from them.
 *
 * @param images number of images
 * @param questionsPerImage mean number of questions on an image, at least 1
 * @param sizeVariation standard deviation of the number of questions on an image over its mean; 0 if all have as many
 * @param accuracy share of right answers of the arm that the others are compared with, in (0, 1)
 * @param agreement correlation of being right between two arms, question by question, in [0, 1): 0 if they know nothing
 *     of each other, near 1 if they hardly differ
 * @param imageCorrelation correlation of the differences of two questions on one image, in [0, 1]
 */
public record ExpectedData(
        int images,
        double questionsPerImage,
        double sizeVariation,
        double accuracy,
        double agreement,
        double imageCorrelation) {

    /** Checks the ranges. */
    public ExpectedData {
        require(images >= 0, "images must be at least 0, was ", images);
        require(questionsPerImage >= 1, "questions-per-image must be at least 1, was ", questionsPerImage);
        require(sizeVariation >= 0, "size-variation must be at least 0, was ", sizeVariation);
        require(accuracy > 0 && accuracy < 1, "accuracy must be in (0, 1), was ", accuracy);
        require(agreement >= 0 && agreement < 1, "agreement must be in [0, 1), was ", agreement);
        require(
                imageCorrelation >= 0 && imageCorrelation <= 1,
                "image-correlation must be in [0, 1], was ",
                imageCorrelation);
    }

    /**
     * The share of questions that one of two arms gets right and the other does not: at least the difference, whatever
     * the agreement.
     *
     * @param difference by which the other arm's accuracy is lower, from 0 to the accuracy
     */
    public double discordance(double difference) {
        double other = accuracy - difference;
        double spread = Math.sqrt(accuracy * (1 - accuracy) * other * (1 - other));
        return Math.max(difference, accuracy * (1 - other) + other * (1 - accuracy) - 2 * agreement * spread);
    }

    /**
     * By how much the variance of a mean over questions is larger than with as many questions on as many images.
     *
     * @source Eldridge, Ashby and Kerry, "Sample size for cluster randomized trials: effect of coefficient of variation
     *     of cluster size and analysis method", International Journal of Epidemiology 35, 2006
     */
    public double designEffect() {
        return 1 + ((1 + sizeVariation * sizeVariation) * questionsPerImage - 1) * imageCorrelation;
    }

    /** Independent questions that would say as much. */
    public double effectiveQuestions() {
        return images * questionsPerImage / designEffect();
    }

    private static void require(boolean holds, String message, double value) {
        if (!holds) {
            throw new IllegalArgumentException(message + value);
        }
    }
}
