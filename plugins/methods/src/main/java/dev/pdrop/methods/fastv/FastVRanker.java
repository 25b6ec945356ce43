// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

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
import java.util.Set;

/**
 * FastV's ranking: how much attention each visual token was paid in the layer that ran last.
 *
 * <p>The default follows the official code, which looks at the attention of the last prompt token alone; the paper's
 * mean over all rows is an option. Official FastV keeps original positions and fixes the set of kept tokens at prefill.
 *
 * <p>Deviations from the official code, none of which changes what it computes where it works: the attention of the
 * query rows is computed beside the layer (there layer K-1 runs a second time, without a causal mask, which doubles its
 * cache); batches of more than one prompt, all images of a prompt ranked jointly and grouped-query attention work
 * (there they do not); the place of the image is known (there a constant, off by one in some scripts). K = 0 is not
 * this ranker's: the code's masking with random numbers is the ranker {@code random}.
 *
 * @source Chen et al., "An Image is Worth 1/2 Tokens After Layer 2", arXiv 2403.06764v3, section 4.1;
 *     github.com/pkunlp-icler/FastV at d165972, src/FastV/lmms-eval/fastv_kvcache.py and
 *     src/FastV/llava-hf/transformers/src/transformers/models/llama/modeling_llama.py, fastv_forward
 */
public final class FastVRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "fastv";

    private final Config config;

    /** A ranker with the given options. */
    public FastVRanker(Config config) {
        this.config = config;
    }

    @Override
    public Set<Capture> needs(Point at) {
        return Set.of(attention(at));
    }

    /*
     * Paper, section 4.1, at the filtering layer K:
     *
     *     score_i = average attention that token i receives from all other tokens
     *     drop the R percent of image tokens with the lowest score
     *
     * Official code, before layer K:
     *
     *     A     = attention probabilities of layer K-1                    (batch, heads, tokens, tokens)
     *     score = (mean over heads of A)[last row][image columns]
     */
    @Override
    public Ranking rank(RankingContext context) {
        try (NDManager scope = context.manager().newSubManager()) {
            NDArray attention = context.visual(context.captured(attention(context.point())), -1);
            attention.attach(scope);
            // Shape: (batch, heads, queries, visual) -> (batch, queries, visual) -> (batch, visual)
            return new Ranking.Scores(scope.ret(attention.mean(new int[] {1}).mean(new int[] {1})));
        }
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    /** The attention of the layer before: (batch, heads, queries, tokens). */
    private Capture attention(Point at) {
        if (at instanceof Point.DecoderLayer decoder && decoder.layer() > 0) {
            Queries queries = config.query() == Query.LAST_PROMPT_TOKEN
                    ? Queries.Named.LAST_PROMPT_TOKEN
                    : Queries.Named.FROM_IMAGE;
            return Capture.of(decoder.layer() - 1, Capture.Kind.ATTENTION, queries);
        }
        throw new InvalidMethodException("expected a stage before decoder layer 1 or a later one for the ranker " + NAME
                + ", which looks at the attention of the layer before, found one " + at
                + ": choose a later layer, or the ranker random");
    }

    /** Whose attention counts. */
    public enum Query {
        /** That of the very last token of the prompt, as in the official code. */
        LAST_PROMPT_TOKEN,
        /** The mean over every row that may attend to an image, as in the paper. */
        MEAN
    }

    /**
     * The options; keys, meanings and defaults in {@code fastv.conf}.
     *
     * @param query whose attention counts
     */
    public record Config(Query query) {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Ranks by the attention that visual tokens were paid in the layer before (FastV, arXiv 2403.06764).";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new FastVRanker(config);
        }
    }
}
