// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.spi;

import java.util.Arrays;

/**
 * Next-token logits of a batch, copied to the host.
 *
 * <p>Immutable; float32.
 */
public final class Logits {

    private final float[] values;
    private final int vocabulary;

    /**
     * Logits.
     *
     * @param values row-major (batch, vocabulary)
     * @param vocabulary number of token ids
     */
    public Logits(float[] values, int vocabulary) {
        if (vocabulary < 1 || values.length % vocabulary != 0) {
            throw new IllegalArgumentException(values.length + " values are no rows of " + vocabulary);
        }
        this.values = values.clone();
        this.vocabulary = vocabulary;
    }

    /** Number of examples. */
    public int batch() {
        return values.length / vocabulary;
    }

    /** Number of token ids. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The logits of one example, a copy. */
    public float[] row(int example) {
        return Arrays.copyOfRange(values, example * vocabulary, (example + 1) * vocabulary);
    }

    /**
     * The token with the highest logit; the lower id on a tie.
     *
     * @throws FailedRunException if a logit is not a number
     */
    public int argmax(int example) {
        int offset = example * vocabulary;
        int best = 0;
        for (int token = 0; token < vocabulary; token++) {
            float value = values[offset + token];
            if (Float.isNaN(value)) {
                throw new FailedRunException("expected finite logits, found NaN for token " + token
                        + ": the weights or the number format do not hold this input; try dtype = float32");
            }
            if (value > values[offset + best]) {
                best = token;
            }
        }
        return best;
    }

    /** The natural logarithm of the probability of a token. */
    public double logProbability(int example, int token) {
        int offset = example * vocabulary;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < vocabulary; i++) {
            max = Math.max(max, values[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            sum += Math.exp(values[offset + i] - max);
        }
        return values[offset + token] - max - Math.log(sum);
    }
}
