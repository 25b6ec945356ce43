// SPDX-License-Identifier: Apache-2.0
// Copyright the pdrop authors
package dev.pdrop.experiments.run;

import dev.pdrop.engine.tree.MemoryBudget;
import dev.pdrop.experiments.plan.ExperimentPlan;
import dev.pdrop.spi.Backbone;

/** How many examples of a plan run together. */
final class Batching {

    private Batching() {}

    /** The budget of a plan on its opened model. */
    static MemoryBudget of(ExperimentPlan plan, Backbone backbone) {
        return new MemoryBudget(
                plan.engine().memoryBytes(),
                plan.batchSize(),
                plan.geometry(),
                bytesPerNumber(backbone),
                plan.decoding().maxNewTokens());
    }

    /** Bytes of a cached number. */
    static int bytesPerNumber(Backbone backbone) {
        return "float32".equals(backbone.facts().get("dtype")) ? Float.BYTES : Short.BYTES;
    }
}
