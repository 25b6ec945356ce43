// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plan;

import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.TokenGrid;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * To which grid visual tokens are averaged before layer 0 so that every layer has about as many as the layers of an arm
 * have on average.
 *
 * @param whole the grid of an image's visual tokens
 * @param grid what it is averaged to
 * @param tokens of the arm, the mean over its layers
 */
record Pooling(TokenGrid whole, TokenGrid grid, double tokens) {

    /** The ranker that averages. */
    static final String RANKER = "average-pool";

    /** Of the share that is dropped: enough to give the count back, of many images too. */
    private static final int DIGITS = 9;

    /** The pooling for an arm, by what it plans for an image of the usual size. */
    static Pooling of(TokenGrid whole, ArmPlan arm, Geometry geometry) {
        int[] perLayer = arm.planned(geometry)
                .visualTokensPerLayer(geometry.layers(), geometry.vision().visualTokens());
        double average = IntStream.of(perLayer).average().orElseThrow();
        return new Pooling(whole, nearest(whole, average), average);
    }

    /**
     * The grid of the number of tokens that is nearest, among those whose sides are in the ratio of a whole grid's but
     * for one row or one column; of two that are equally near, the one of fewer tokens.
     *
     * @param whole the grid that is averaged
     * @param tokens how many there should be
     */
    static TokenGrid nearest(TokenGrid whole, double tokens) {
        return IntStream.rangeClosed(1, whole.rows())
                .boxed()
                .flatMap(rows -> ofRows(whole, rows))
                .min(Comparator.comparingDouble((TokenGrid grid) -> Math.abs(grid.tokens() - tokens))
                        .thenComparingInt(TokenGrid::tokens)
                        .thenComparingInt(grid -> difference(whole, grid)))
                .orElseThrow();
    }

    private static Stream<TokenGrid> ofRows(TokenGrid whole, int rows) {
        return IntStream.rangeClosed(1, whole.columns())
                .mapToObj(columns -> new TokenGrid(rows, columns))
                .filter(grid -> difference(whole, grid) <= Math.max(whole.rows(), whole.columns()));
    }

    /** By how much the sides are out of ratio; one row too many counts as the columns of the whole grid. */
    private static int difference(TokenGrid whole, TokenGrid grid) {
        return Math.abs(grid.rows() * whole.columns() - grid.columns() * whole.rows());
    }

    /** Whether nothing would be averaged. */
    boolean changesNothing() {
        return grid.equals(whole);
    }

    /**
     * The settings of a method that does it. They hold a share and no count, so that of several images each is averaged
     * to the grid.
     *
     * @param visualTokens of an image, separators included
     */
    Map<String, Object> method(int visualTokens) {
        BigDecimal kept =
                new BigDecimal(grid.tokens()).divide(new BigDecimal(visualTokens), DIGITS, RoundingMode.HALF_EVEN);
        return Map.of(
                MethodResolver.RANKER,
                Map.of("use", RANKER),
                MethodResolver.SCHEDULE,
                Map.of("use", "single", "layer", 0, "drop-ratio", BigDecimal.ONE.subtract(kept), "rounding", "round"),
                MethodResolver.POSITIONS,
                "contiguous");
    }

    /** One line for people, in place of what the scheduler says of itself. */
    String describe() {
        return "layer 0; " + whole + " averaged to " + grid;
    }

    /** Why an arm has no such control, one clause. */
    String reason(String arm) {
        return String.format(
                Locale.ROOT,
                "'%s' has %.1f visual tokens a layer on average, to which the whole grid of %s is nearest",
                arm,
                tokens,
                whole);
    }
}
