// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.random.RandomGenerator;

/**
 * Right and wrong answers of arms to questions on images, whose true accuracies are known.
 *
 * <p>An arm answers rightly if a normal sum of what is hard about the image, the question, the image for this arm, and
 * nothing in particular stays below the arm's threshold. Images have 1, 2, 4 or 8 questions, alike often, and those on
 * images with many are harder, so that a mean over images would be wrong.
 *
 * @param accuracies of the arms, on an image whose size shifts nothing
 * @param image variance of what is hard about the image
 * @param question variance of what is hard about the question
 * @param imageForArm variance of what is hard about the image for one arm; the rest up to 1 is nothing in particular
 */
record SimulatedScores(List<Double> accuracies, double image, double question, double imageForArm) {

    private static final NormalDistribution NORMAL = new NormalDistribution();
    private static final int[] SIZES = {1, 2, 4, 8};
    private static final double[] SHIFTS = {0.15, 0.05, 0, -0.1};

    /** Arms of such accuracies, correlated as arms of one model are. */
    static SimulatedScores ordinary(List<Double> accuracies) {
        return new SimulatedScores(accuracies, 0.25, 0.45, 0.05);
    }

    /** Arms that seldom differ. */
    static SimulatedScores alike(List<Double> accuracies) {
        return new SimulatedScores(accuracies, 0.25, 0.74, 0.005);
    }

    List<String> arms() {
        List<String> arms = new ArrayList<>();
        for (int arm = 0; arm < accuracies.size(); arm++) {
            arms.add("arm " + arm);
        }
        return arms;
    }

    /** The share of right answers of an arm among all questions that there could be. */
    double truth(int arm) {
        double right = 0;
        double all = 0;
        for (int size = 0; size < SIZES.length; size++) {
            right += SIZES[size] * NORMAL.cumulativeProbability(threshold(arm) + SHIFTS[size]);
            all += SIZES[size];
        }
        return right / all;
    }

    /** Draws images with their questions. */
    ImageScores draw(int images, RandomGenerator random) {
        ImageScores.Builder scores = ImageScores.of(arms());
        ask(images, random, (image, right) -> {
            List<double[]> answers = new ArrayList<>();
            for (boolean one : right) {
                answers.add(new double[] {one ? 1 : 0});
            }
            scores.add(image, answers);
        });
        return scores.build();
    }

    /** Asks each arm the questions on so many images; the visitor is told which were right. */
    void ask(int images, RandomGenerator random, BiConsumer<String, boolean[]> visitor) {
        double noise = Math.sqrt(1 - image - question - imageForArm);
        for (int number = 0; number < images; number++) {
            int size = random.nextInt(SIZES.length);
            double ofImage = Math.sqrt(image) * random.nextGaussian();
            double[] ofArm = new double[accuracies.size()];
            for (int arm = 0; arm < ofArm.length; arm++) {
                ofArm[arm] = ofImage + Math.sqrt(imageForArm) * random.nextGaussian();
            }
            for (int asked = 0; asked < SIZES[size]; asked++) {
                double ofQuestion = Math.sqrt(question) * random.nextGaussian();
                boolean[] right = new boolean[ofArm.length];
                for (int arm = 0; arm < ofArm.length; arm++) {
                    double hardness = ofArm[arm] + ofQuestion + noise * random.nextGaussian();
                    right[arm] = hardness < threshold(arm) + SHIFTS[size];
                }
                visitor.accept("image " + number, right);
            }
        }
    }

    private double threshold(int arm) {
        return NORMAL.inverseCumulativeProbability(accuracies.get(arm));
    }
}
