// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.backbones.starter;

import dev.pdrop.backbones.starter.LlavaStarterConfig.Decoder;
import dev.pdrop.backbones.starter.LlavaStarterConfig.Initialization;

/**
 * The starting weights of one attention layer, such that queries attend to like content from the start, and what is
 * attended to is handed on as it is.
 *
 * <p>With all projections drawn from the same normal distribution, independently, and m the share {@code mimetic}:
 *
 * <pre>
 * Wk := sqrt(m) Wq + sqrt(1 - m) Wk        so that Wq^T Wk is near a multiple of the identity, plus noise
 * Wo := (2L)^-1/2 (sqrt(m) Wv^T + sqrt(1 - m) Wo)        so that Wo Wv is
 * </pre>
 *
 * Numbers keep their deviation whatever m is; m = 0 is the usual independent start. Where several query heads share a
 * key head, its part of Wq is their sum over the square root of their number, and each of them hands on the same Wv.
 *
 * @source Trockman, Kolter: Mimetic Initialization of Self-Attention Layers, ICML 2023, arXiv 2305.09828. Deviations:
 *     the paper decomposes alpha Z + beta I by singular values; here the products come out near it because the factors
 *     are correlated, which needs no decomposition. The paper sets the product of values and output near the negative
 *     identity in image models; here it is positive, times the usual factor (2L)^-1/2 of residual branches.
 */
final class MimeticAttention {

    private final int hidden;
    private final int headSize;
    private final int heads;
    private final int group;
    private final double deviation;
    private final double residual;
    private final double shared;
    private final double own;
    private final String prefix;

    MimeticAttention(Decoder decoder, Initialization initialization, String prefix) {
        this.hidden = decoder.hiddenSize();
        this.headSize = decoder.sizeOfHead();
        this.heads = decoder.heads();
        this.group = heads / decoder.keyValueHeads();
        this.deviation = initialization.projections() / StrictMath.sqrt(hidden);
        this.residual = initialization.residualShare(decoder.layers());
        this.shared = StrictMath.sqrt(initialization.mimetic());
        this.own = StrictMath.sqrt(1 - initialization.mimetic());
        this.prefix = prefix;
    }

    /** Adds the four projections. */
    void addTo(TensorDraft draft) {
        long queryRows = (long) heads * headSize;
        long keyRows = queryRows / group;
        draft.normal(name("q"), deviation, queryRows, hidden);
        draft.add(
                name("k"),
                () -> keys(queries(draft), draft.draw(name("k"), deviation, keyRows, hidden)),
                keyRows,
                hidden);
        draft.normal(name("v"), deviation, keyRows, hidden);
        draft.add(
                name("o"),
                () -> outputs(
                        draft.draw(name("v"), deviation, keyRows, hidden),
                        draft.draw(name("o"), deviation, hidden, queryRows)),
                hidden,
                queryRows);
    }

    private String name(String projection) {
        return prefix + projection + "_proj.weight";
    }

    private float[] queries(TensorDraft draft) {
        return draft.draw(name("q"), deviation, (long) heads * headSize, hidden);
    }

    /** Mixes queries into keys, in place. */
    private float[] keys(float[] queries, float[] keys) {
        int block = headSize * hidden;
        double each = shared / StrictMath.sqrt(group);
        for (int i = 0; i < keys.length; i++) {
            int first = i / block * group * block + i % block;
            double sum = 0;
            for (int member = 0; member < group; member++) {
                sum += queries[first + member * block];
            }
            keys[i] = (float) (each * sum + own * keys[i]);
        }
        return keys;
    }

    /** Mixes transposed values into outputs, in place. */
    private float[] outputs(float[] values, float[] outputs) {
        int columns = heads * headSize;
        for (int i = 0; i < outputs.length; i++) {
            int row = i / columns;
            int column = i % columns;
            int valueRow = column / headSize / group * headSize + column % headSize;
            outputs[i] = (float) (residual * (shared * values[valueRow * hidden + row] + own * outputs[i]));
        }
        return outputs;
    }
}
