// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.HypergeometricDistribution;

/**
 * The {@link KeptPositions#spatialEntropy()} to be expected where as many tokens of each question are kept at random.
 *
 * <p>The entropy of pooled places rises with the number of tokens and questions that are pooled, whatever a ranker
 * does: a few draws leave most places of the grid empty. Only beside this does it say how a ranker spreads.
 *
 * <p>Exact, and not drawn: of each question every choice of so many tokens is equally likely, so how often a cell is
 * kept is a sum of hypergeometric numbers, and an expected entropy needs no more than the distribution of each cell by
 * itself. Takes cells × questions² steps at most, questions² where a cell of the grid is like any other.
 */
public final class ChanceEntropy {

    private ChanceEntropy() {}

    /**
     * A question.
     *
     * @param kept how many of its tokens that lie on the grid are kept
     * @param cells of all of them, kept or not: row × columns + column
     */
    public record Draw(int kept, List<Integer> cells) {

        /** Checks that so many can be kept. */
        public Draw {
            cells = List.copyOf(cells);
            if (kept < 0 || kept > cells.size()) {
                throw new IllegalArgumentException(
                        "expected 0 to " + cells.size() + " kept tokens, of which there are so many, found " + kept);
            }
        }

        /** The same of an array, which is not kept. */
        public static Draw of(int kept, int[] cells) {
            return new Draw(kept, IntStream.of(cells).boxed().toList());
        }
    }

    /**
     * The expected entropy, over the largest that there could be, as that of {@link KeptPositions}.
     *
     * @param cells of the grid, at least 1
     * @param draws one a question
     * @return absent if nothing is kept or there is but one cell
     */
    public static OptionalDouble of(int cells, List<Draw> draws) {
        int kept = draws.stream().mapToInt(Draw::kept).sum();
        if (kept == 0 || cells == 1) {
            return OptionalDouble.empty();
        }
        // Entropy of shares c / kept: log kept, less the mean of c log c.
        double spent = 0;
        for (Map.Entry<List<Integer>, Integer> like : alike(cells, draws).entrySet()) {
            spent += like.getValue() * expectedLog(draws, like.getKey());
        }
        return OptionalDouble.of((Math.log(kept) - spent / kept) / Math.log(cells));
    }

    /** How many tokens of each question lie in a cell, and how many cells are like that: usually one kind, all ones. */
    private static Map<List<Integer>, Integer> alike(int cells, List<Draw> draws) {
        int[][] tokens = new int[cells][draws.size()];
        for (int question = 0; question < draws.size(); question++) {
            for (int cell : draws.get(question).cells()) {
                tokens[cell][question]++;
            }
        }
        Map<List<Integer>, Integer> alike = new LinkedHashMap<>();
        for (int[] cell : tokens) {
            alike.merge(IntStream.of(cell).boxed().toList(), 1, Integer::sum);
        }
        return alike;
    }

    /** The expected value of c log c, c being how often a cell is kept. */
    private static double expectedLog(List<Draw> draws, List<Integer> tokens) {
        double[] shares = {1};
        for (int question = 0; question < draws.size(); question++) {
            shares = sum(shares, kept(draws.get(question), tokens.get(question)));
        }
        double expected = 0;
        for (int count = 2; count < shares.length; count++) {
            expected += shares[count] * count * Math.log(count);
        }
        return expected;
    }

    /** How likely 0, 1, .. of a question's tokens in a cell are kept. */
    private static double[] kept(Draw draw, int tokens) {
        if (tokens == 0 || draw.kept() == 0) {
            return new double[] {1};
        }
        HypergeometricDistribution chosen =
                new HypergeometricDistribution(draw.cells().size(), tokens, draw.kept());
        return IntStream.rangeClosed(0, Math.min(tokens, draw.kept()))
                .mapToDouble(chosen::probability)
                .toArray();
    }

    /** The distribution of a sum of two numbers that have nothing to do with each other. */
    private static double[] sum(double[] first, double[] second) {
        double[] sum = new double[first.length + second.length - 1];
        for (int one = 0; one < first.length; one++) {
            for (int other = 0; other < second.length; other++) {
                sum[one + other] += first[one] * second[other];
            }
        }
        return sum;
    }
}
