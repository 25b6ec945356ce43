// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods.pyramiddrop;

import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Config;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Heads;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Layer;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Query;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker.Softmax;
import dev.pdrop.spi.Capture;
import dev.pdrop.spi.ScheduleFamily;
import dev.pdrop.spi.StageScheduler;
import dev.pdrop.spi.TokenRanker;
import dev.pdrop.testing.StageSchedulerContract;
import dev.pdrop.testing.TokenRankerContract;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class PyramidDropContractTest {

    @Nested
    class RankerAsInTheOfficialCode implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new PyramidDropRanker(
                    new Config(Softmax.ROW, Capture.Rotation.POST, Query.LAST_PROMPT_TOKEN, Layer.NEXT, Heads.MEAN));
        }
    }

    @Nested
    class RankerWithEveryOtherOption implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new PyramidDropRanker(
                    new Config(Softmax.VISUAL, Capture.Rotation.NONE, Query.PROMPT_MEAN, Layer.CURRENT, Heads.MAX));
        }
    }

    @Nested
    class RankerAsInThePaper implements TokenRankerContract {
        @Override
        public TokenRanker ranker() {
            return new PyramidDropRanker(new Config(
                    Softmax.NONE, Capture.Rotation.NONE, Query.LAST_PROMPT_TOKEN, Layer.CURRENT, Heads.MEAN));
        }
    }

    @Nested
    class SchedulerByStages implements StageSchedulerContract {
        private static final PyramidScheduler.Config CONFIG =
                new PyramidScheduler.Config(4, new BigDecimal("0.7"), Optional.empty(), Optional.empty(), Rounding.INT);

        @Override
        public StageScheduler scheduler() {
            return new PyramidScheduler(CONFIG);
        }

        @Override
        public List<ScheduleFamily> families() {
            return new PyramidScheduler.Factory()
                    .unknowns().stream()
                            .map(unknown -> unknown.family().apply(CONFIG))
                            .toList();
        }
    }

    @Nested
    class SchedulerByLayers implements StageSchedulerContract {
        private static final PyramidScheduler.Config CONFIG = new PyramidScheduler.Config(
                4,
                new BigDecimal("0.5"),
                Optional.of(List.of(0, 2, 3)),
                Optional.of(List.of(BigDecimal.ONE, new BigDecimal("0.3"), BigDecimal.ZERO)),
                Rounding.RECURSIVE);

        @Override
        public StageScheduler scheduler() {
            return new PyramidScheduler(CONFIG);
        }

        @Override
        public List<ScheduleFamily> families() {
            return new PyramidScheduler.Factory()
                    .unknowns().stream()
                            .map(unknown -> unknown.family().apply(CONFIG))
                            .toList();
        }
    }
}
