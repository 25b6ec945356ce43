// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.InvalidMethodException;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Queries;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.Locale;
import java.util.Set;

/**
 * PyramidDrop's ranking: how much the last prompt token would attend to each visual token.
 *
 * <p>The defaults follow the official code, not the paper, where the two differ: the query and keys are those of the
 * layer that runs <em>next</em> (the paper: of the layer that ran last), after rotary positions, scaled, under a
 * softmax over the whole causal row (the paper: the bare product), averaged over heads. Every one of these choices is
 * an option, so that each can be ablated.
 *
 * <p>Deviations from the official code, none of which changes what it computes where it works: key heads are repeated
 * for grouped-query attention (there it fails); batches of more than one prompt, with no padding (there they fail
 * outside flash attention); the visual tokens of all images of a prompt are ranked jointly (there only one image is
 * supported); only the query rows are projected, and no values (there queries and values of all rows are); nothing is
 * cut to the tokenizer's maximum length (there silently, after each drop).
 *
 * <p>Of a prompt with a {@link dev.pdrop.spi.Lesson} the last prompt tokens are asked that stand before its answers,
 * and what each gives is averaged, as the official code does when it trains.
 *
 * @source Xing et al., "PyramidDrop: Accelerating Your Large Vision-Language Models via Pyramid Visual Redundancy
 *     Reduction", arXiv 2410.17247v2, section 3.2; github.com/Cooperx521/PyramidDrop at 6444f30,
 *     llava/model/modeling_llama_pdrop.py, pdrop_rank_drop
 */
public final class PyramidDropRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "pyramid-drop";

    private final Config config;

    /** A ranker with the given options. */
    public PyramidDropRanker(Config config) {
        this.config = config;
    }

    @Override
    public Set<Capture> needs(Point at) {
        return Set.of(products(at));
    }

    /*
     * Paper, section 3.2, at the end of a stage whose last layer is F_j:
     *
     *     k = K_j(v_j)                      keys of the image tokens
     *     q = Q_j(t_j)                      query of the last instruction token
     *     keep the image tokens with the largest q . k
     *
     * Official code, before layer L of layer_list:
     *
     *     z    = input_layernorm_L(h)
     *     Q, K = rope(q_proj_L(z)), rope(k_proj_L(z))
     *     W    = softmax(Q[query rows] K^T / sqrt(head size) + causal mask)      over text and image, in float32
     *     score = mean over query rows of (mean over heads of W)[image columns]
     */
    @Override
    public Ranking rank(RankingContext context) {
        NDArray products = context.captured(products(context.point()));
        try (NDManager scope = context.manager().newSubManager()) {
            NDArray weights = weights(context, products, scope);
            // Shape: (batch, heads, queries, visual) -> (batch, queries, visual) -> (batch, visual)
            NDArray oneHead = config.heads() == Heads.MAX ? weights.max(new int[] {1}) : weights.mean(new int[] {1});
            return new Ranking.Scores(scope.ret(oneHead.mean(new int[] {1})));
        }
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    /** The products of queries and keys: (batch, heads, queries, tokens). */
    private Capture products(Point at) {
        Queries queries = config.query() == Query.LAST_PROMPT_TOKEN
                ? Queries.Named.LAST_PROMPT_TOKEN
                : Queries.Named.TEXT_AFTER_IMAGE;
        return Capture.of(layer(at), Capture.Kind.SCORES, queries).rotated(config.rope());
    }

    private int layer(Point at) {
        int lookingBack = config.layer() == Layer.NEXT ? 0 : 1;
        if (at instanceof Point.DecoderLayer decoder && decoder.layer() >= lookingBack) {
            return decoder.layer() - lookingBack;
        }
        throw new InvalidMethodException("expected a stage before decoder layer " + lookingBack
                + " or a later one for the ranker " + NAME + " with layer = "
                + config.layer().name().toLowerCase(Locale.ROOT) + ", found one " + at
                + ": let the schedule begin later, or set layer = next");
    }

    /**
     * The weight of each visual token under each head and query.
     *
     * @return (batch, heads, queries, visual tokens), owned by {@code scope}
     */
    private NDArray weights(RankingContext context, NDArray products, NDManager scope) {
        if (config.softmax() == Softmax.ROW) {
            return visual(context, softmax(products, scope), scope);
        }
        NDArray visual = visual(context, products, scope);
        return config.softmax() == Softmax.VISUAL ? visual.softmax(-1) : visual;
    }

    private static NDArray softmax(NDArray products, NDManager scope) {
        // The products belong to the state, and so would the result of an operation on them.
        try (NDManager borrowing = scope.newSubManager()) {
            borrowing.tempAttachAll(products);
            return borrowing.ret(products.softmax(-1));
        }
    }

    private static NDArray visual(RankingContext context, NDArray rows, NDManager scope) {
        NDArray visual = context.visual(rows, -1);
        visual.attach(scope);
        return visual;
    }

    /** Over what the softmax runs. */
    public enum Softmax {
        /** The whole causal row, text included: a head counts by how much it looks at the image at all. */
        ROW,
        /** The visual tokens alone: every head counts the same. */
        VISUAL,
        /** No softmax: the scaled product. */
        NONE
    }

    /** Who asks. */
    public enum Query {
        /** The very last token of the prompt. */
        LAST_PROMPT_TOKEN,
        /** All text behind the last image; the mean of what each row gives by itself. */
        PROMPT_MEAN
    }

    /** Whose norm and projections make queries and keys. */
    public enum Layer {
        /** The layer that runs after the stage, on the rows that enter it. */
        NEXT,
        /** The layer that ran just before the stage, on the rows that entered it. */
        CURRENT
    }

    /** How heads are put together. */
    public enum Heads {
        /** Their mean. */
        MEAN,
        /** The largest of them. */
        MAX
    }

    /**
     * The options; keys, meanings and defaults in {@code pyramid-drop.conf}.
     *
     * @param softmax over what the softmax runs
     * @param rope whether rotary positions are in queries and keys
     * @param query who asks
     * @param layer whose projections are used
     * @param heads how heads are put together
     */
    public record Config(Softmax softmax, Capture.Rotation rope, Query query, Layer layer, Heads heads) {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Ranks by the last prompt token's attention at the next layer (PyramidDrop, arXiv 2410.17247).";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new PyramidDropRanker(config);
        }
    }
}
