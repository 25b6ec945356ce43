// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.engine.gates;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.pdrop.engine.Method;
import dev.pdrop.spi.Action;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.Geometry;
import dev.pdrop.spi.Point;
import dev.pdrop.spi.Ranking;
import dev.pdrop.spi.RankingContext;
import dev.pdrop.spi.Schedule;
import dev.pdrop.spi.Stage;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import java.util.Optional;
import java.util.Set;

/** What a method becomes when it ranks at every stage, as it does, and keeps everything there. */
final class KeepAll {

    private KeepAll() {}

    static Method of(Method method) {
        return new Method(
                method.ranker().or(() -> Optional.of(new Indifferent())),
                new EveryToken(method.scheduler()),
                method.positions());
    }

    /** The stages of another schedule, each keeping all there are. */
    private record EveryToken(StageScheduler other) implements StageScheduler {

        @Override
        public Schedule plan(Geometry geometry, int visualTokens) {
            return new Schedule(other.plan(geometry, visualTokens).stages().stream()
                    .map(stage -> new Stage(stage.point(), new Action.Keep(visualTokens)))
                    .toList());
        }

        @Override
        public String describe() {
            return "everything kept where " + other.describe();
        }
    }

    /** For a method that drops everything and so has no ranker. */
    private record Indifferent() implements TokenRanker {

        @Override
        public Set<Capture> needs(Point at) {
            return Set.of();
        }

        @Override
        public Ranking rank(RankingContext context) {
            return new Ranking.Scores(
                    context.manager().zeros(new Shape(context.batch(), context.visualTokens()), DataType.FLOAT32));
        }

        @Override
        public boolean looksAtText() {
            return false;
        }
    }
}
