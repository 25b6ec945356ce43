// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.example;

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
 * Ranks visual tokens by the length of their key vectors at the layer before which the stage acts, mean over key heads.
 *
 * <p>Needs no query and no attention, so it works before any layer. Rotary positions turn a key without changing its
 * length; the keys are taken without them.
 *
 * <p>It is said to look at the text: with causal attention a question behind the image cannot reach the image's keys,
 * but text before the image does.
 *
 * @source an example, not a published method; key norms as a signal: ViTCoP, arXiv 2601.17818
 */
public final class KeyNormRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "key-norm";

    private final Config config;

    /** A ranker with the given options. */
    public KeyNormRanker(Config config) {
        this.config = config;
    }

    @Override
    public Set<Capture> needs(Point at) {
        return Set.of(keys(at));
    }

    @Override
    public Ranking rank(RankingContext context) {
        // What is captured is borrowed: take the visual tokens first, the result is ours. Everything made on the way is
        // closed with the scope; only what ret() hands up survives it.
        try (NDManager scope = context.manager().newSubManager()) {
            NDArray keys = context.visual(context.captured(keys(context.point())), 2);
            keys.attach(scope);
            // Shape: (batch, key heads, visual, head size) -> (batch, key heads, visual) -> (batch, visual)
            NDArray norms = keys.pow(2).sum(new int[] {3}).sqrt().mean(new int[] {1});
            return new Ranking.Scores(scope.ret(config.keep() == Keep.LARGE ? norms : norms.neg()));
        }
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    /** The keys of all rows: (batch, key heads, tokens, head size). */
    private static Capture keys(Point at) {
        if (at instanceof Point.DecoderLayer decoder) {
            return Capture.of(decoder.layer(), Capture.Kind.KEY, Queries.Named.ALL)
                    .rotated(Capture.Rotation.NONE);
        }
        throw new InvalidMethodException("expected a stage before a decoder layer for the ranker " + NAME
                + ", found one " + at + ": let the schedule act in the decoder");
    }

    /** Which tokens stay. */
    public enum Keep {
        /** Those with long keys. */
        LARGE,
        /** Those with short keys. */
        SMALL
    }

    /**
     * The options; keys, meanings and defaults in {@code key-norm.conf}.
     *
     * @param keep which tokens stay
     */
    public record Config(Keep keep) {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Ranks by the length of key vectors; the example to copy for a ranker of your own.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new KeyNormRanker(config);
        }
    }
}
