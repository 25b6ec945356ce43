// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.engine.InputTransform;
import dev.pdrop.spi.Geometry;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How much smaller a picture has to be for a model that turns smaller ones into fewer visual tokens, so that every
 * layer has about as many as the layers of an arm have on average.
 *
 * <p>The number of tokens grows with the area, so that each side is shortened to the root of the share that the arm
 * keeps; to which grid that comes, the model decides for each picture, and what entered its layers is counted.
 *
 * @param scale share of each side, above 0 and below 1, to four decimals
 * @param tokens of the arm, the mean over its layers
 */
record Downsampling(double scale, double tokens) {

    private static final int DECIMALS = 4;
    private static final double SMALLEST = 1e-4;

    /** The scale for an arm that drops something, by what it plans for an image of the usual size. */
    static Downsampling of(ArmPlan arm, Geometry geometry) {
        int visualTokens = geometry.vision().visualTokens();
        double average = IntStream.of(arm.planned(geometry).visualTokensPerLayer(geometry.layers(), visualTokens))
                .average()
                .orElseThrow();
        double scale = new BigDecimal(average / visualTokens)
                .sqrt(MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .doubleValue();
        return new Downsampling(Math.min(Math.max(scale, SMALLEST), 1 - SMALLEST), average);
    }

    /**
     * Whether so many visual tokens are as many as the arm has, but for rounding to whole rows and columns.
     *
     * @param becomes visual tokens of the smaller picture
     * @param visualTokens of the whole one
     */
    boolean isMetBy(int becomes, int visualTokens) {
        double side = Math.sqrt(tokens) + 1;
        return becomes < visualTokens && becomes <= side * side;
    }

    /** Why an arm has no such control, one clause. */
    String reason(String arm, int becomes) {
        return String.format(
                Locale.ROOT,
                "'%s' has %.1f visual tokens a layer on average, but an image of the usual size becomes %d of them even"
                        + " at %s of each side",
                arm,
                tokens,
                becomes,
                scale);
    }

    /** What the model is shown. */
    InputTransform input() {
        return InputTransform.downSampled(scale);
    }

    /** One line for people, in place of what the scheduler says of itself. */
    String describe() {
        return String.format(Locale.ROOT, "pictures of %s of each side, for %.1f tokens", scale, tokens);
    }
}
