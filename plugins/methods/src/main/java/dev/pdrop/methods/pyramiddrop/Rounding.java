// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** How the shares of a pyramid become whole numbers of visual tokens; the two rules differ for some counts. */
public enum Rounding {

    /**
     * As the official code: each share of the original count by itself, int(N * ratio) of binary doubles.
     *
     * @source github.com/Cooperx521/PyramidDrop at 6444f30, llava/model/modeling_llama_pdrop.py, pdrop_rank_drop
     */
    INT {
        @Override
        int[] counts(int visualTokens, List<BigDecimal> ratios) {
            return ratios.stream()
                    .mapToInt(ratio -> (int) (visualTokens * ratio.doubleValue()))
                    .toArray();
        }
    },

    /**
     * As the paper: each drop removes ceil((1 - lambda) * current), hence keeps floor(lambda * current), where lambda
     * is the ratio over the one before; exact.
     *
     * @source arXiv 2410.17247v2, section 3.2
     */
    RECURSIVE {
        @Override
        int[] counts(int visualTokens, List<BigDecimal> ratios) {
            int[] counts = new int[ratios.size()];
            BigDecimal before = BigDecimal.ONE;
            int current = visualTokens;
            for (int stage = 0; stage < counts.length; stage++) {
                BigDecimal ratio = ratios.get(stage);
                current = before.signum() == 0 ? 0 : share(current, ratio, before);
                counts[stage] = current;
                before = ratio;
            }
            return counts;
        }

        private int share(int current, BigDecimal ratio, BigDecimal before) {
            return BigDecimal.valueOf(current)
                    .multiply(ratio)
                    .divideToIntegralValue(before)
                    .intValueExact();
        }
    };

    /**
     * The number of visual tokens left after each drop.
     *
     * @param visualTokens N
     * @param ratios shares of N, never rising
     */
    abstract int[] counts(int visualTokens, List<BigDecimal> ratios);

    /** Its name in a configuration. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
