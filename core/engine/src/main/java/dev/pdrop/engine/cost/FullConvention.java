// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.cost;

import dev.pdrop.engine.cost.Workload.RankedStage;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;

/**
 * Everything that is multiplied from pixels to the logits of the first token: text rows, the real sizes of
 * grouped-query projections, causal attention, vision tower, projector, ranking, language model head.
 *
 * <p>With n = visual and text rows that enter a layer, d = hidden size, q = heads times head size, k = key heads times
 * head size, m = feed-forward size:
 *
 * <ul>
 *   <li>projections, a layer: n d (q + 2k) for queries, keys and values, n q d for the output;
 *   <li>attention, a layer: causal, so that row i meets i keys and i values: n (n + 1) q in all;
 *   <li>feed-forward, a layer: 3 n d m, a gated block having three matrices;
 *   <li>vision tower: what an image of the usual size costs (patch embedding, and in each layer four projections,
 *       attention in both directions over the rows that a row attends to, and the feed-forward block), scaled by the
 *       visual tokens at the input over those of that image;
 *   <li>projector: rows times weights, scaled alike;
 *   <li>ranking: see {@link #ranking};
 *   <li>head: d times vocabulary, for the last position alone.
 * </ul>
 *
 * <p>Left out, as they multiply no matrices: norms, softmax, activations, rotary positions, biases, selection. Decoding
 * is left out too: this is a prefill. Equal to floating-point operations over two.
 */
public final class FullConvention implements CostConvention {

    @Override
    public String name() {
        return "full";
    }

    @Override
    public double multiplyAdds(Geometry geometry, Workload workload) {
        return terms(geometry, workload).sum();
    }

    /**
     * What it adds up, in multiply-adds.
     *
     * @param tower the vision tower
     * @param projector between tower and decoder
     * @param projections queries, keys, values and outputs of the decoder's layers
     * @param attention queries times keys, and weights times values
     * @param feedForward the feed-forward blocks of the decoder
     * @param ranking what rankers look at and the model would not have computed
     * @param head the language model head
     */
    public record Terms(
            double tower,
            double projector,
            double projections,
            double attention,
            double feedForward,
            double ranking,
            double head) {

        /** All together. */
        public double sum() {
            return tower + projector + projections + attention + feedForward + ranking + head;
        }
    }

    /** The terms apart. */
    public Terms terms(Geometry geometry, Workload workload) {
        double d = geometry.hiddenSize();
        double queryWidth = queryWidth(geometry);
        double keyWidth = keyWidth(geometry);
        double images = workload.inputVisualTokens() / geometry.vision().visualTokens();
        double projections = 0;
        double attention = 0;
        double feedForward = 0;
        for (int layer = 0; layer < geometry.layers(); layer++) {
            double n = workload.rows(layer);
            projections += n * d * (queryWidth + 2 * keyWidth) + n * queryWidth * d;
            attention += n * (n + 1) * queryWidth;
            feedForward += 3 * n * d * geometry.feedForwardSize();
        }
        double ranking = workload.rankings().stream()
                .mapToDouble(stage -> ranking(geometry, workload, stage))
                .sum();
        Geometry.Projector projector = geometry.vision().projector();
        return new Terms(
                images * tower(geometry.vision().tower()),
                images * projector.rows() * projector.weights(),
                projections,
                attention,
                feedForward,
                ranking,
                d * geometry.vocabularySize());
    }

    private static double tower(Geometry.Tower tower) {
        double w = tower.hiddenSize();
        double rows = tower.rows();
        double layer = 4 * rows * w * w
                + 2 * rows * tower.attendedRows() * w
                + tower.feedForwardMatrices() * rows * w * tower.feedForwardSize();
        return (double) tower.patches() * tower.patchValues() * w + tower.layers() * layer;
    }

    /**
     * What the needs of one stage cost beside what the layers compute anyway.
     *
     * <p>Attention or scores: each query row meets every key, r n q for r query rows among n. Of the layer right behind
     * the stage, whose projections have not been computed, also those: r d q for queries, and n d k for the keys of all
     * rows, although a backbone may hand the keys of the survivors on to that layer. Rows that enter a layer, and
     * queries, keys and values of a layer that has run, are there already. Query rows that follow from a prompt's text
     * are counted as all of its text.
     */
    private static double ranking(Geometry geometry, Workload workload, RankedStage stage) {
        double sum = 0;
        for (Capture need : stage.needs()) {
            if (need.point() instanceof Point.DecoderLayer at) {
                boolean computed = at.layer() < stage.layer();
                double n = computed ? workload.rows(at.layer()) : workload.rowsBefore(stage.layer());
                sum += capture(geometry, need, n, queryRows(need.queries(), workload, n), computed);
            }
        }
        return sum;
    }

    private static double capture(Geometry geometry, Capture need, double n, double queryRows, boolean computed) {
        double d = geometry.hiddenSize();
        double queries = computed ? 0 : queryRows * d * queryWidth(geometry);
        double keyRows = need.hasTokenColumns() ? n : queryRows;
        double keys = computed ? 0 : keyRows * d * keyWidth(geometry);
        return switch (need.kind()) {
            case HIDDEN, PIXELS -> 0;
            case QUERY -> queries;
            case KEY, VALUE -> keys;
            case SCORES, ATTENTION -> queries + keys + queryRows * n * queryWidth(geometry);
        };
    }

    private static double queryRows(Queries queries, Workload workload, double n) {
        if (queries instanceof Queries.Rows chosen) {
            return chosen.rows().size();
        }
        return switch ((Queries.Named) queries) {
            case LAST_PROMPT_TOKEN -> 1;
            case ALL, FROM_IMAGE -> n;
            case TEXT_AFTER_IMAGE -> Math.max(1, workload.textTokens());
        };
    }

    private static double queryWidth(Geometry geometry) {
        return (double) geometry.heads() * geometry.headSize();
    }

    private static double keyWidth(Geometry geometry) {
        return (double) geometry.keyValueHeads() * geometry.headSize();
    }
}
