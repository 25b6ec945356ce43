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
 * <p>What that comes to, with projections of deviation d^-1/2 for the hidden size d, Z normal of deviation d^-1/2, and
 * as many key heads as query heads, together as wide as d:
 *
 * <pre>
 *                              here                                the paper
 * Wq^T Wk of all heads         Z + sqrt(m) I                       for each head .7 (Z + I), of which the head
 *                              of a head its share by width        takes as many singular vectors as it is wide
 * Wo Wv                        (2L)^-1/2 (Z + sqrt(m) I)           .4 (Z - I)
 * </pre>
 *
 * @source Trockman, Kolter: Mimetic Initialization of Self-Attention Layers, ICML 2023, arXiv 2305.09828. Deviations:
 *     the paper draws alpha Z + beta I, decomposes it by singular values, U S V^T, and takes U S^1/2 and S^1/2 V^T as
 *     the two factors, in the first product for each head anew and cut to the head's width; here the factors are
 *     correlated, which needs no decomposition and comes near it as the table says. For values and output the paper
 *     subtracts the identity, as it found it in pre-trained vision transformers; here it is added, so that what is
 *     attended to is handed on, and the whole carries the usual factor of residual branches. The factors .7 and .4 are
 *     those of published implementations of the paper.
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
