// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.plugin;

import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A ranker that a program made itself, which no jar holds and no setting describes.
 *
 * <p>Since neither its code nor its state can be named, no answer under it is taken for that of another object: an arm
 * with it is always computed anew.
 *
 * @param ranker what the program made
 * @param identity tells it from all others
 */
public record GivenRanker(TokenRanker ranker, String identity) implements TokenRanker {

    /** A ranker of a program, unlike any other. */
    public GivenRanker(TokenRanker ranker) {
        this(ranker, UUID.randomUUID().toString());
    }

    @Override
    public Set<Capture> needs(Point at) {
        return ranker.needs(at);
    }

    @Override
    public Ranking rank(RankingContext context) {
        return ranker.rank(context);
    }

    @Override
    public boolean looksAtText() {
        return ranker.looksAtText();
    }

    @Override
    public boolean givesScores() {
        return ranker.givesScores();
    }

    /** A plugin that offers this ranker under a name, as a jar would. */
    public Plugin named(String name) {
        return new Given(new Factory(name, this));
    }

    /** There is nothing to set: the program has done that. */
    record Settings() {}

    private record Given(Factory factory) implements Plugin {
        @Override
        public List<TokenRankerFactory<?>> tokenRankers() {
            return List.of(factory);
        }
    }

    private record Factory(String name, GivenRanker ranker) implements TokenRankerFactory<Settings> {
        @Override
        public String description() {
            return "given by a program: " + ranker.ranker.getClass().getSimpleName();
        }

        @Override
        public Class<Settings> configType() {
            return Settings.class;
        }

        @Override
        public TokenRanker create(Settings settings) {
            return ranker;
        }
    }
}
