// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.fastv;

import dev.pdrop.methods.fastv.FastVRanker.Query;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.StageSchedulerContract;
import dev.pdrop.testing.TokenRankerContract;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class FastVContractTest {

    @Nested
    class RankerAsInTheOfficialCode implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new FastVRanker(new FastVRanker.Config(Query.LAST_PROMPT_TOKEN));
        }
    }

    @Nested
    class RankerAsInThePaper implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new FastVRanker(new FastVRanker.Config(Query.MEAN));
        }
    }

    @Nested
    class SchedulerByRatio implements StageSchedulerContract {
        private static final SingleStageScheduler.Config CONFIG = new SingleStageScheduler.Config(
                2, new BigDecimal("0.7"), Optional.empty(), SingleStageScheduler.Rounding.ROUND);

        @Override
        public StageScheduler scheduler() {
            return new SingleStageScheduler(CONFIG);
        }

        @Override
        public List<ScheduleFamily> families() {
            return new SingleStageScheduler.Factory()
                    .unknowns().stream()
                            .map(unknown -> unknown.family().apply(CONFIG))
                            .toList();
        }
    }

    @Nested
    class SchedulerByCount implements StageSchedulerContract {
        private static final SingleStageScheduler.Config CONFIG =
                new SingleStageScheduler.Config(0, BigDecimal.ONE, Optional.of(100), SingleStageScheduler.Rounding.INT);

        @Override
        public StageScheduler scheduler() {
            return new SingleStageScheduler(CONFIG);
        }

        @Override
        public List<ScheduleFamily> families() {
            return new SingleStageScheduler.Factory()
                    .unknowns().stream()
                            .map(unknown -> unknown.family().apply(CONFIG))
                            .toList();
        }
    }
}
