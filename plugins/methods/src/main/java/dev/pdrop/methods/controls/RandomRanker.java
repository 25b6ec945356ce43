// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import ai.djl.ndarray.types.Shape;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The control that any ranking has to beat: every subset of visual tokens is equally likely to stay.
 *
 * <p>Each example has its own generator, so that what it draws depends neither on its batch nor on what ran before.
 * Needs nothing of the model and may hence act before layer 0.
 *
 * @source the control phi_rand of arXiv 2403.06764v3, section 4.1 (there without a seed); no official code
 */
public final class RandomRanker implements TokenRanker {

    /** What chooses it in a configuration. */
    public static final String NAME = "random";

    @Override
    public Set<Capture> needs(Point at) {
        return Set.of();
    }

    @Override
    public Ranking rank(RankingContext context) {
        int visualTokens = context.visualTokens();
        float[] scores = new float[context.batch() * visualTokens];
        for (int example = 0; example < context.batch(); example++) {
            fillWithRanks(scores, example * visualTokens, visualTokens, context.random(example));
        }
        return new Ranking.Scores(context.manager().create(scores, new Shape(context.batch(), visualTokens)));
    }

    @Override
    public boolean looksAtText() {
        return false;
    }

    /** A random order of 0 to count-1: unlike random numbers, ranks never tie. */
    private static void fillWithRanks(float[] scores, int offset, int count, RandomGenerator random) {
        for (int place = 0; place < count; place++) {
            int other = random.nextInt(place + 1);
            scores[offset + place] = scores[offset + other];
            scores[offset + other] = place;
        }
    }

    /** No options. */
    public record Config() {}

    /** Makes it from its configuration. */
    public static final class Factory implements TokenRankerFactory<Config> {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String description() {
            return "Ranks at random, seeded per example and arm: the control that any ranking has to beat.";
        }

        @Override
        public Class<Config> configType() {
            return Config.class;
        }

        @Override
        public TokenRanker create(Config config) {
            return new RandomRanker();
        }
    }
}
