// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.methods;

import dev.pdrop.methods.controls.AveragePoolRanker;
import dev.pdrop.methods.controls.NoReductionScheduler;
import dev.pdrop.methods.controls.RandomRanker;
import dev.pdrop.methods.controls.UniformRanker;
import dev.pdrop.methods.fastv.FastVRanker;
import dev.pdrop.methods.fastv.SingleStageScheduler;
import dev.pdrop.methods.pyramiddrop.PyramidDropRanker;
import dev.pdrop.methods.pyramiddrop.PyramidScheduler;
import dev.pdrop.spi.Plugin;
import dev.pdrop.spi.StageSchedulerFactory;
import dev.pdrop.spi.TokenRankerFactory;
import java.util.List;

/** The published methods, and the controls that they are compared with. */
public final class MethodsPlugin implements Plugin {

    @Override
    public List<TokenRankerFactory<?>> tokenRankers() {
        return List.of(
                new PyramidDropRanker.Factory(),
                new FastVRanker.Factory(),
                new RandomRanker.Factory(),
                new UniformRanker.Factory(),
                new AveragePoolRanker.Factory());
    }

    @Override
    public List<StageSchedulerFactory<?>> stageSchedulers() {
        return List.of(
                new PyramidScheduler.Factory(), new SingleStageScheduler.Factory(), new NoReductionScheduler.Factory());
    }
}
