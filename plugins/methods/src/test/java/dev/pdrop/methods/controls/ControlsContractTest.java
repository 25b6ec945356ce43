// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.StageSchedulerContract;
import dev.pdrop.testing.TokenRankerContract;
import dev.pdrop.testing.toy.ToyConfig;
import org.junit.jupiter.api.Nested;

class ControlsContractTest {

    @Nested
    class Random implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new RandomRanker();
        }
    }

    @Nested
    class Uniform implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new UniformRanker();
        }
    }

    @Nested
    class AveragePool implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new AveragePoolRanker();
        }

        /** A grid of which any half is a grid. */
        @Override
        public ToyConfig model() {
            return ToyConfig.small().withLayers(4).withGrid(4, 4);
        }
    }

    @Nested
    class NoReduction implements StageSchedulerContract {
        @Override
        public StageScheduler scheduler() {
            return new NoReductionScheduler();
        }
    }
}
