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
 *   <li>ranking: see {@link #capture};
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

        /** Nothing. */
        public static Terms none() {
            return new Terms(0, 0, 0, 0, 0, 0, 0);
        }

        /** All together. */
        public double sum() {
            return tower + projector + projections + attention + feedForward + ranking + head;
        }

        /** Both together. */
        public Terms plus(Terms other) {
            return new Terms(
                    tower + other.tower,
                    projector + other.projector,
                    projections + other.projections,
                    attention + other.attention,
                    feedForward + other.feedForward,
                    ranking + other.ranking,
                    head + other.head);
        }

        /** The same so many times. */
        public Terms times(double factor) {
            return new Terms(
                    factor * tower,
                    factor * projector,
                    factor * projections,
                    factor * attention,
                    factor * feedForward,
                    factor * ranking,
                    factor * head);
        }
    }

    /** The terms apart. */
    public Terms terms(Geometry geometry, Workload workload) {
        Terms sum = vision(geometry, workload.inputVisualTokens());
        for (int layer = 0; layer < geometry.layers(); layer++) {
            sum = sum.plus(layer(geometry, workload.rows(layer), 0));
        }
        for (RankedStage stage : workload.rankings()) {
            sum = sum.plus(ranking(geometry, workload, stage));
        }
        return sum.plus(head(geometry));
    }

    /** Tower and projector, for images that become so many visual tokens. */
    public Terms vision(Geometry geometry, double visualTokens) {
        double images = visualTokens / geometry.vision().visualTokens();
        Geometry.Projector projector = geometry.vision().projector();
        return new Terms(
                images * tower(geometry.vision().tower()),
                images * projector.rows() * projector.weights(),
                0,
                0,
                0,
                0,
                0);
    }

    /**
     * One decoder layer on rows that go on behind others.
     *
     * @param n visual and text rows that are processed
     * @param before rows whose keys and values are there already
     */
    public Terms layer(Geometry geometry, double n, double before) {
        double d = geometry.hiddenSize();
        double queryWidth = queryWidth(geometry);
        double keyWidth = keyWidth(geometry);
        return new Terms(
                0,
                0,
                n * d * (queryWidth + 2 * keyWidth) + n * queryWidth * d,
                n * (n + 1) * queryWidth + 2 * n * before * queryWidth,
                3 * n * d * geometry.feedForwardSize(),
                0,
                0);
    }

    /** The language model head, for one position. */
    public Terms head(Geometry geometry) {
        return new Terms(0, 0, 0, 0, 0, 0, (double) geometry.hiddenSize() * geometry.vocabularySize());
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
    private Terms ranking(Geometry geometry, Workload workload, RankedStage stage) {
        Terms sum = Terms.none();
        for (Capture need : stage.needs()) {
            if (need.point() instanceof Point.DecoderLayer at) {
                boolean computed = at.layer() < stage.layer();
                double n = computed ? workload.rows(at.layer()) : workload.rowsBefore(stage.layer());
                sum = sum.plus(capture(geometry, need, n, workload.textTokens(), computed));
            }
        }
        return sum;
    }

    /**
     * What one capture costs beside what the layers compute anyway; the rule is that of ranking.
     *
     * @param n visual and text rows among which is ranked
     * @param textTokens text tokens of the prompt
     * @param computed whether the layer that it concerns has run or is running, so that its projections are there
     */
    public Terms capture(Geometry geometry, Capture need, double n, double textTokens, boolean computed) {
        double queryRows = queryRows(need.queries(), textTokens, n);
        return new Terms(0, 0, 0, 0, 0, multiplied(geometry, need, n, queryRows, computed), 0);
    }

    private static double multiplied(Geometry geometry, Capture need, double n, double queryRows, boolean computed) {
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

    private static double queryRows(Queries queries, double textTokens, double n) {
        if (queries instanceof Queries.Rows chosen) {
            return chosen.rows().size();
        }
        return switch ((Queries.Named) queries) {
            case LAST_PROMPT_TOKEN -> 1;
            case ALL, FROM_IMAGE -> n;
            case TEXT_AFTER_IMAGE -> Math.max(1, textTokens);
        };
    }

    private static double queryWidth(Geometry geometry) {
        return (double) geometry.heads() * geometry.headSize();
    }

    private static double keyWidth(Geometry geometry) {
        return (double) geometry.keyValueHeads() * geometry.headSize();
    }
}
