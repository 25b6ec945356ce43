// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.controls;

import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.StageSchedulerContract;
import dev.pdrop.testing.TokenRankerContract;
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
    class NoReduction implements StageSchedulerContract {
        @Override
        public StageScheduler scheduler() {
            return new NoReductionScheduler();
        }
    }
}
